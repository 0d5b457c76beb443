import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Published } from '../../packages/lake/src/catalog.ts'
import { folderCatalog } from '../../packages/lake/src/local/folder-catalog.ts'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'

export interface SealOptions {
  /** The last hour whose arrivals are sealed: `YYYY-MM-DD-HH`. */
  readonly through: string
  /** The first open day. */
  readonly openFrom: string
  readonly generation: string
}

/**
 * Seals a lake by plain SQL, independent of the sealer, and publishes it: a file per day, every version of every event
 * once. Nothing is deleted: neither the arrivals that are sealed now, nor what was sealed before.
 */
export async function sealByDuckDB(lake: LocalLake, options: SealOptions): Promise<Published> {
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
  const days = await connection.runAndReadAll('SELECT DISTINCT event_date FROM versions ORDER BY 1')
  const partitions: Record<string, string> = {}
  for (const [day] of days.getRowsJS() as [string][]) {
    const folder = join(lake.folder, `sealed/event_date=${day}`, options.generation)
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'audit-logs.parquet').replaceAll("'", "''")
    await connection.run(
      `COPY (SELECT * FROM versions WHERE event_date = '${day}' ORDER BY emit_time, log_id) TO '${file}'`,
    )
    partitions[day] = options.generation
  }
  connection.closeSync()
  instance.closeSync()
  const catalog = folderCatalog(lake.objects)
  await catalog.setPartitions(await catalog.read(), partitions)
  const { through: sealedThrough, openFrom } = options
  await catalog.setView(await catalog.read(), { sealedThrough, openFrom })
  return (await catalog.read()).published
}
