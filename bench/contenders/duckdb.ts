import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type Column, columns } from '../../packages/core/src/index.ts'
import { knownOperations, operationParts } from '../../packages/core/src/operation.ts'
import type { Contender } from './contender.ts'
import { versionOf } from './version-of.ts'

/** DuckDB alone, from a file of lines to a Parquet file: `read_json`, the columns in SQL, `COPY` with zstd. */
export const duckdb: Contender = {
  label: `DuckDB read_json -> COPY (${versionOf('@duckdb/node-api')})`,
  async prepare(batches, folder) {
    await mkdir(folder, { recursive: true })
    const input = (batch: number) => join(folder, `${batch}.ndjson`)
    for (const [batch, lines] of batches.entries()) await writeFile(input(batch), lines.join('\n'))
    const output = join(folder, 'out.parquet')
    const connection = await (await DuckDBInstance.create()).connect()
    await connection.run("SET TimeZone = 'UTC'")
    await connection.run(OPERATIONS)
    return async batch => {
      await connection.run(
        `COPY (${select(input(batch))} ORDER BY emit_time, log_id) TO '${output}' (FORMAT parquet, COMPRESSION zstd)`,
      )
      return await readFile(output)
    }
  },
}

const OPERATIONS = `CREATE TABLE operations AS FROM (VALUES ${knownOperations
  .map(operationParts)
  .map(({ name, verb, resourceType }) => `('${name}', '${verb}', '${resourceType}')`)
  .join(', ')}) known (operation_name, verb, resource_type)`

const TEXT_MEMBERS = ['emit_time', 'log_id', 'operation', 'status', 'x_forwarded_for', 'async_operation_id']

/** Columns that are no member of a record of 2025's form, in SQL. */
const DERIVED: Readonly<Record<string, string>> = {
  version: 'coalesce(version, 0)::INTEGER',
  emit_time: 'emit_time::TIMESTAMPTZ',
  event_date: 'left(emit_time, 10)',
  operation_name: 'operation_name',
  verb: 'verb',
  resource_type: 'resource_type',
  level: 'NULL::VARCHAR',
  category: 'NULL::VARCHAR',
  user_email: 'NULL::VARCHAR',
  extra: 'NULL::VARCHAR',
  actor: 'coalesce(principal.name, principal.id)',
  principal_type: 'principal.type',
  principal_id: 'principal.id',
  principal_name: 'principal.name',
  principal_api_key_id: 'principal.api_key_id',
  client_ip: "list_last(list_filter(string_split(x_forwarded_for, ', '), lambda hop: NOT starts_with(hop, '10.')))",
  namespace: 'leaves.namespace',
  details: 'raw_details::VARCHAR',
  record_form: "'2025'",
  source: "'kinesis:temporal-audit-logs'",
  shard_id: "'shardId-000000000000'",
  sequence_number: "'1'",
  arrival_time: 'to_timestamp(0)',
}

function select(path: string): string {
  const cells = columns.map(column => `${DERIVED[column.name] ?? ownMember(column)} AS ${column.name}`)
  return `SELECT ${cells.join(', ')}
    FROM (
      SELECT *, json_transform(raw_details, '${JSON.stringify(leafTypes())}') AS leaves
      FROM read_json('${path}', format = 'newline_delimited', columns = {
        ${TEXT_MEMBERS.map(name => `${name}: 'VARCHAR'`).join(', ')}, version: 'INTEGER', raw_details: 'JSON',
        principal: 'STRUCT("type" VARCHAR, id VARCHAR, name VARCHAR, api_key_id VARCHAR)'})
    ) LEFT JOIN operations ON operation_name = operation`
}

const RAW_DETAILS = '/raw_details/'

function pathInDetails({ from }: Column): readonly string[] | null {
  const pointer = from.find(candidate => candidate.startsWith(RAW_DETAILS))
  return pointer === undefined ? null : pointer.slice(RAW_DETAILS.length).split('/')
}

function ownMember(column: Column): string {
  const path = pathInDetails(column)
  return path === null ? column.name : `leaves.${path.map(key => `"${key}"`).join('.')}`
}

type Types = { [key: string]: string | readonly string[] | Types }

/** The structure of the details for `json_transform`: it takes all leaves in one reading of the JSON. */
function leafTypes(): Types {
  const types: Types = {}
  for (const column of columns) {
    const path = pathInDetails(column)
    if (path === null) continue
    let inner = types
    for (const key of path.slice(0, -1)) {
      inner[key] ??= {}
      inner = inner[key] as Types
    }
    inner[path.at(-1)!] =
      column.type === 'list' ? ['VARCHAR'] : column.type === 'int' ? 'INTEGER' : DUCKDB_TYPE[column.type]!
  }
  return types
}

const DUCKDB_TYPE: Readonly<Record<string, string>> = { string: 'VARCHAR', boolean: 'BOOLEAN' }
