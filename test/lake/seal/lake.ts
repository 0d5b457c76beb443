import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import {
  type CleanUpOptions,
  cleanUp,
  ingest,
  rowObjects,
  type SealOptions,
  type SealPorts,
  seal,
  type Value,
} from '../../../packages/lake/src/index.ts'
import { type DuckDBEngine, openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { type Event, recordsOf } from './event.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A lake of one test, with a clock that is turned by hand. */
export async function testLake() {
  const folder = await mkdtemp(join(tmpdir(), 'seal-'))
  const lake = await openLocalLake(folder)
  const merger = await lake.merger()
  closing.push(async () => {
    await merger.close()
    await rm(folder, { recursive: true })
  })
  let engine: DuckDBEngine | undefined
  let ids = 0
  let batches = 0
  const ports = { ...lake, merger }
  return {
    folder,
    lake,
    ports,
    /** Takes events into the lake, as one batch. */
    ingest: (at: string, ...events: readonly Event[]) =>
      ingest(recordsOf(events, at, ++batches * 1000), lake, { writtenAt: Date.parse(at) }),
    seal: (at: string, options: Partial<SealOptions> = {}, own: SealPorts = ports) =>
      seal(own, { now: () => Date.parse(at), newId: () => `id${ids++}`, ...options }),
    cleanUp: (at: string, options: Partial<CleanUpOptions> = {}) =>
      cleanUp(ports, { now: () => Date.parse(at), ...options }),
    async query(sql: string): Promise<Record<string, Value>[]> {
      if (!engine) {
        const opened = await lake.engine()
        closing.push(async () => opened.close())
        engine = opened
      }
      return await rowObjects(await engine.query(sql))
    },
    /** What the view shows, as `id version`. */
    async shown(): Promise<string[]> {
      const rows = await this.query('SELECT log_id, version FROM audit_logs ORDER BY emit_time, log_id')
      return rows.map(({ log_id, version }) => `${log_id} ${version}`)
    },
    /** The keys under a prefix. */
    async keys(prefix: string): Promise<string[]> {
      const keys: string[] = []
      for await (const { key } of lake.objects.list(prefix)) keys.push(key)
      return keys
    },
    pathOf: (key: string) => join(folder, key),
  }
}
