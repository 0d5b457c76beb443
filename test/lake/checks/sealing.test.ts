import { rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { sealingCheck } from '../../../packages/lake/src/checks/sealing.ts'
import { promote } from '../../../packages/lake/src/index.ts'
import { testLake } from '../seal/lake.ts'

const A = { id: 'a', at: '2026-11-22T10:20:00Z' }
const LATE = { id: 'late', at: '2026-01-05T00:00:00Z' }

async function found(lake: Awaited<ReturnType<typeof testLake>>, at: string) {
  const checked = { ...lake.lake, now: Date.parse(at), engine: await lake.lake.engine() }
  const findings = await sealingCheck.run(checked)
  checked.engine.close()
  return findings.map(({ kind, subject }) => [kind, subject])
}

describe('the check of sealing', () => {
  it('finds nothing in a lake that is sealed, and nothing in one that need not be', async () => {
    const lake = await testLake()
    expect(await found(lake, '2026-11-22T10:00:00Z')).toEqual([])
    await lake.ingest('2026-11-22T10:30:00Z', A)
    expect(await found(lake, '2026-11-22T11:30:00Z')).toEqual([])
    await lake.seal('2026-11-22T11:30:00Z')
    expect(await found(lake, '2026-11-22T11:30:00Z')).toEqual([])
  })

  it('finds hours that nobody sealed, and late events that nobody sees', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    const [arrival] = await lake.keys('arrivals/')
    const [late] = await lake.keys('late/')
    expect(await found(lake, '2026-11-22T14:10:00Z')).toEqual([
      ['late_unsealed', late],
      ['sealing_overdue', arrival],
    ])
  })

  it('finds files in hours that were sealed before', async () => {
    const lake = await testLake()
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.ingest('2026-11-22T10:30:00Z', A)
    expect(await found(lake, '2026-11-22T11:10:00Z')).toEqual([['arrivals_hidden', (await lake.keys('arrivals/'))[0]]])
  })

  it('finds what a sealer did not publish, and what it never committed', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    const dying = async () => {
      throw new Error('dead')
    }
    const { catalog, objects } = lake.lake
    const beforeCommit = { ...lake.ports, objects: { ...objects, put: dying } }
    await expect(lake.seal('2026-11-22T11:10:00Z', {}, beforeCommit)).rejects.toThrow('dead')
    const [orphan] = await lake.keys('sealed/')
    const beforePublish = { ...lake.ports, catalog: { ...catalog, setPartitions: dying } }
    await expect(lake.seal('2026-11-22T11:10:00Z', {}, beforePublish)).rejects.toThrow('dead')
    expect(await found(lake, '2026-11-22T13:11:00Z')).toEqual([
      ['not_published', 'catalog'],
      ['orphaned_file', orphan],
    ])
  })

  it('finds a promoted column that no query sees', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T11:10:00Z')
    const { catalog, objects } = lake.lake
    for (const step of ['addColumns', 'setView'] as const) {
      const stopped = { objects, catalog: { ...catalog, [step]: async () => Promise.reject(new Error('dead')) } }
      await expect(promote(stopped, '/tier', { now: Date.now })).rejects.toThrow('dead')
      expect(await found(lake, '2026-11-22T11:11:00Z')).toEqual([['not_published', 'catalog']])
    }
    await lake.seal('2026-11-22T11:11:00Z')
    expect(await found(lake, '2026-11-22T11:11:00Z')).toEqual([])
  })

  it('finds a clock that was ahead, a manifest that is lost, and a published file that is gone', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T11:10:00Z')
    expect(await found(lake, '2026-11-22T09:00:00Z')).toEqual([['sealed_ahead', '2026-11-22-10']])
    const [sealed] = await lake.keys('sealed/')
    await rm(lake.pathOf('manifest.json~'), { recursive: true })
    await rm(lake.pathOf(sealed!))
    const kinds = (await found(lake, '2026-11-22T11:10:00Z')).map(([kind]) => kind)
    expect(kinds).toEqual(['manifest_lost_day', 'not_published', 'published_file_missing'])
  })
})
