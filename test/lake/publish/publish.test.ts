import { describe, expect, it } from 'vitest'
import { publish } from '../../../packages/lake/src/publish/publish.ts'
import { testLake } from '../seal/lake.ts'

const A = { id: 'a', at: '2026-11-22T10:20:00Z' }

describe('publish', () => {
  it('does not go back behind another publisher, however long it sleeps between two looks', async () => {
    const lake = await testLake()
    const { objects, catalog } = lake.lake
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.ingest('2026-11-22T11:30:00Z', { ...A, id: 'b' })
    let isFirst = true
    const slow = {
      ...objects,
      async get(key: string) {
        const object = await objects.get(key)
        if (key === 'manifest.json' && isFirst) {
          isFirst = false
          await lake.seal('2026-11-22T12:10:00Z')
        }
        return object
      },
    }
    const moved: object[] = []
    const watched: typeof catalog = {
      ...catalog,
      setPartitions: async (read, generations) => {
        const isDone = await catalog.setPartitions(read, generations)
        if (isDone) moved.push(generations)
        return isDone
      },
    }
    await publish(slow, watched)
    expect(moved).toEqual([])
    expect((await catalog.read()).published.sealedThrough).toBe('2026-11-22-11')
    expect(await lake.shown()).toEqual(['a 0', 'b 0'])
  })

  it('moves partitions before the view, and writes nothing when all is published', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    const steps: string[] = []
    const { catalog } = lake.lake
    const watched: typeof catalog = {
      read: catalog.read,
      setPartitions: (...change) => catalog.setPartitions(...change).finally(() => steps.push('partitions')),
      addColumns: (...change) => catalog.addColumns(...change).finally(() => steps.push('columns')),
      setView: (...change) => catalog.setView(...change).finally(() => steps.push('view')),
    }
    await lake.seal('2026-11-22T11:10:00Z', {}, { ...lake.ports, catalog: watched })
    await publish(lake.lake.objects, watched)
    expect(steps).toEqual(['partitions', 'view'])
  })
})
