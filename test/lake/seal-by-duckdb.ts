import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'
import { commitManifest, type Manifest, readManifest, type SealedDay } from '../../packages/lake/src/manifest.ts'

export interface SealOptions {
  /** The last hour whose arrivals are sealed: `YYYY-MM-DD-HH`. */
  readonly through: string
  /** The first open day. */
  readonly openFrom: string
  readonly generation: string
}

/**
 * Seals a lake as the manifest says it must be, by plain SQL: a file per day, every version of every event once. Nothing
 * is deleted: neither the arrivals that are sealed now, nor what was sealed before.
 */
export async function sealByDuckDB(lake: LocalLake, options: SealOptions): Promise<Manifest> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const arrivals = join(lake.folder, 'arrivals/*/*.parquet').replaceAll("'", "''")
  await connection.run(`CREATE TABLE versions AS
    SELECT * EXCLUDE (arrival_hour, copy, precedence), precedence = 1 AS is_current FROM (
      SELECT *,
        row_number() OVER (PARTITION BY log_id, operation, emit_time, version ORDER BY source LIKE 'kinesis:%' DESC, arrival_time DESC, sequence_number DESC) AS copy,
        row_number() OVER (PARTITION BY log_id, operation, emit_time ORDER BY version DESC, source LIKE 'kinesis:%' DESC, arrival_time DESC, sequence_number DESC) AS precedence
      FROM read_parquet('${arrivals}', hive_partitioning = true, hive_types = {arrival_hour: VARCHAR}, union_by_name = true)
      WHERE arrival_hour <= '${options.through}'
    ) WHERE copy = 1`)
  const days = await connection.runAndReadAll(
    'SELECT event_date, count(*)::INTEGER FROM versions GROUP BY 1 ORDER BY 1',
  )
  const sealed: Record<string, SealedDay> = {}
  for (const [day, rows] of days.getRowsJS() as [string, number][]) {
    const folder = join(lake.folder, `sealed/event_date=${day}`, options.generation)
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'audit-logs.parquet').replaceAll("'", "''")
    await connection.run(
      `COPY (SELECT * FROM versions WHERE event_date = '${day}' ORDER BY emit_time, log_id) TO '${file}'`,
    )
    sealed[day] = { generation: options.generation, rows, bytes: 0, sha256: '' }
  }
  connection.closeSync()
  instance.closeSync()
  const read = await readManifest(lake.objects)
  const manifest = { ...read.manifest, sealedThrough: options.through, openFrom: options.openFrom, days: sealed }
  if (!(await commitManifest(lake.objects, read, manifest))) throw new Error('somebody else sealed')
  return manifest
}
