import { describe, expect, it } from 'vitest'
import { readManifest } from '../../../packages/lake/src/index.ts'
import { testLake } from './lake.ts'

const A = { id: 'a', at: '2026-11-22T10:20:00Z' }
const B = { id: 'b', at: '2026-11-22T10:10:00Z' }
const LATE = { id: 'late', at: '2026-01-05T00:00:00Z' }

describe('cleanUp', () => {
  it('deletes late files at once, and all others two hours after it first saw them published', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    await lake.seal('2026-11-22T11:10:00Z')
    const [late] = await lake.keys('late/')
    const arrivals = await lake.keys('arrivals/')
    expect(await lake.cleanUp('2026-11-22T11:30:00Z')).toEqual({ deleted: [late], kept: new Map(), waiting: 1 })
    expect(await lake.cleanUp('2026-11-22T13:29:59Z')).toMatchObject({ deleted: [], waiting: 1 })
    expect(await lake.cleanUp('2026-11-22T13:30:00Z')).toMatchObject({ deleted: arrivals, waiting: 0 })
    expect(await lake.keys('arrivals/')).toEqual([])
    expect(await lake.shown()).toEqual(['late 0', 'a 0'])
  })

  it('leaves everything that readers are pointed to, however long ago it was replaced', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.ingest('2026-11-22T11:30:00Z', B)
    const { catalog } = lake.lake
    const dying = {
      ...catalog,
      setPartitions: async () => {
        throw new Error('died before it published')
      },
    }
    await expect(lake.seal('2026-11-22T12:10:00Z', {}, { ...lake.ports, catalog: dying })).rejects.toThrow('died')
    await lake.cleanUp('2026-11-23T12:10:00Z')
    await lake.cleanUp('2026-11-24T12:10:00Z')
    expect(await lake.keys('sealed/')).toHaveLength(2)
    expect(await lake.keys('arrivals/')).toHaveLength(2)
    expect(await lake.shown()).toEqual(['b 0', 'a 0'])
    await lake.seal('2026-11-24T12:10:00Z')
    await lake.cleanUp('2026-11-24T12:11:00Z')
    expect(await lake.keys('sealed/')).toHaveLength(2)
    await lake.cleanUp('2026-11-24T14:11:00Z')
    expect(await lake.keys('sealed/')).toHaveLength(1)
    expect(await lake.shown()).toEqual(['b 0', 'a 0'])
  })

  it('keeps a merged file that holds more than was merged, and the next seal takes it', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    const [key] = (await lake.keys('arrivals/')) as [string]
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.cleanUp('2026-11-22T11:10:00Z')
    // the same batch again from a process that slept, and whose newer program makes a row of what was a dead letter
    const grown = await testLake()
    await grown.ingest('2026-11-22T10:30:00Z', A, B)
    const [other] = await grown.keys('arrivals/')
    await lake.lake.objects.put(key, (await grown.lake.objects.get(other!))!.body)
    expect(await lake.cleanUp('2026-11-22T14:00:00Z')).toEqual({ deleted: [], kept: new Map([[key, 1]]), waiting: 0 })
    await lake.seal('2026-11-22T14:10:00Z')
    expect(await lake.shown()).toEqual(['b 0', 'a 0'])
    await lake.cleanUp('2026-11-22T14:10:00Z')
    await lake.cleanUp('2026-11-22T16:10:00Z')
    expect(await lake.keys('arrivals/')).toEqual([])
  })

  it('finds files that were never committed, and makes their sealer begin again', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    const { merger } = lake.ports
    let isFirst = true
    const slow = {
      ...merger,
      async readBack(key: string) {
        const found = await merger.readBack(key)
        // it sleeps for three hours before it commits, and somebody cleans up
        if (isFirst) {
          isFirst = false
          const orphan = await lake.keys('sealed/')
          expect(await lake.cleanUp('2026-11-22T14:10:00Z')).toMatchObject({ deleted: orphan })
        }
        return found
      },
    }
    await lake.seal('2026-11-22T11:10:00Z', {}, { ...lake.ports, merger: slow })
    const { manifest } = await readManifest(lake.lake.objects)
    expect(manifest.history).toHaveLength(1)
    expect(await lake.shown()).toEqual(['a 0'])
    expect(await lake.keys('sealed/')).toHaveLength(1)
  })

  it('says what it would delete, and deletes nothing, when it is asked to', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    await lake.seal('2026-11-22T11:10:00Z')
    const late = await lake.keys('late/')
    const before = await readManifest(lake.lake.objects)
    expect(await lake.cleanUp('2026-11-22T11:30:00Z', { dryRun: true })).toMatchObject({ deleted: late, waiting: 1 })
    expect(await lake.keys('late/')).toEqual(late)
    expect(await readManifest(lake.lake.objects)).toEqual(before)
  })

  it('forgets what a clean-up deleted that died before it could say so', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    await lake.seal('2026-11-22T11:10:00Z')
    const [late] = await lake.keys('late/')
    await lake.lake.objects.delete(late!)
    expect(await lake.cleanUp('2026-11-22T11:10:00Z')).toMatchObject({ deleted: [] })
    expect((await readManifest(lake.lake.objects)).manifest.tombstones).toHaveLength(1)
  })
})
