import { describe, expect, it } from 'vitest'
import { ingest, rowObjects } from '../../../packages/lake/src/index.ts'
import { recordsOf } from './event.ts'
import { testLake } from './lake.ts'

const A = { id: 'a', at: '2026-11-22T10:20:00Z' }
const LATE = { id: 'late', at: '2026-01-05T00:00:00Z' }

describe('a query', () => {
  it('that began before a seal was published still finds its files, until the grace is over', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    await lake.seal('2026-11-22T10:31:00Z')
    const engine = await lake.lake.engine()
    // it has its plan and its list of files, and has read nothing yet
    const began = await engine.query('SELECT log_id FROM audit_logs ORDER BY log_id')
    await lake.ingest('2026-11-22T10:40:00Z', { ...LATE, version: 2 }, { ...A, id: 'b' })
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.cleanUp('2026-11-22T11:10:00Z')
    await lake.cleanUp('2026-11-22T13:09:59Z')
    expect(await rowObjects(began)).toEqual([{ log_id: 'a' }, { log_id: 'late' }])
    engine.close()
  })

  it('that looks while the files it needs are deleted begins again with the newer catalog', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    const { relations } = await import('../../../packages/lake/src/local/relations.ts')
    const { objects, folder } = lake.lake
    let isFirst = true
    // it sleeps between its look at the catalog and its look at the files
    const slow = {
      ...objects,
      async *list(prefix: string) {
        if (prefix.startsWith('arrivals/') && isFirst) {
          isFirst = false
          await lake.seal('2026-11-22T11:10:00Z')
          await lake.cleanUp('2026-11-22T11:10:00Z')
          await lake.cleanUp('2026-11-22T13:10:00Z')
          expect(await lake.keys('arrivals/')).toEqual([])
        }
        yield* objects.list(prefix)
      },
    }
    const sealed = (await relations(folder, slow)).find(({ name }) => name === 'sealed')!
    expect(sealed.select).toContain('audit-logs.parquet')
  })

  it('sees every event once while others ingest, seal and clean up as fast as they can', async () => {
    const lake = await testLake()
    let clock = Date.parse('2026-11-22T10:00:00Z')
    let delivered = 0
    let isDone = false
    const writing = (async () => {
      for (let hour = 0; hour < 8; hour++) {
        for (let batch = 0; batch < 3; batch++) {
          const at = new Date(clock).toISOString()
          const events = Array.from({ length: 5 }, (_, i) => ({ id: `${delivered + i}`, at }))
          await ingest(recordsOf(events, at, delivered), lake.lake, { writtenAt: clock })
          delivered += events.length
          await ingest(recordsOf(events, at, delivered), lake.lake, { writtenAt: clock })
        }
        clock += 70 * 60_000
        const at = new Date(clock).toISOString()
        await Promise.all([lake.seal(at), lake.seal(at)])
        await lake.cleanUp(at)
      }
      isDone = true
    })()
    let reads = 0
    while (!isDone) {
      const due = delivered
      const [row] = await lake.query('SELECT count(*) AS events, count(DISTINCT log_id) AS ids FROM audit_logs')
      expect(row!.events).toBe(row!.ids)
      expect(row!.events).toBeGreaterThanOrEqual(due)
      reads++
    }
    await writing
    expect(reads).toBeGreaterThan(5)
    expect(await lake.query('SELECT count(*) AS events FROM audit_logs')).toEqual([{ events: 120 }])
  })
})
