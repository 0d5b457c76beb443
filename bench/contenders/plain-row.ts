import { clientIpBehind, PRIVATE_RANGES } from '../../packages/core/src/client-ip.ts'
import { type Cell, columns } from '../../packages/core/src/index.ts'
import { operationParts } from '../../packages/core/src/operation.ts'

/** A row of the table as an object, for writers that take rows as most programs have them. */
export type PlainRow = Readonly<Record<string, Cell>>

const clientIp = clientIpBehind(PRIVATE_RANGES)
const paths = columns
  .filter(({ from }) => from.length > 0)
  .map(({ name, type, from }) => ({ name, type, keys: from.map(pointer => pointer.slice(1).split('/')) }))

/**
 * What a program without a scanner does: JSON.parse, then one value for each column of the table.
 *
 * It is right for the well-formed records of the benchmark, and makes of them the rows that the transform makes.
 */
export function plainRow(line: string): PlainRow {
  const record: unknown = JSON.parse(line)
  const row: Record<string, Cell> = {}
  for (const { name, type, keys } of paths) row[name] = cellOf(firstAt(record, keys), type)
  const operation = operationParts(row.operation as string)
  row.version ??= 0
  row.event_date = (row.emit_time as string).slice(0, 10)
  row.emit_time = Date.parse(row.emit_time as string)
  row.operation_name = operation.name
  row.verb = operation.verb
  row.resource_type = operation.resourceType
  row.actor = row.principal_name ?? row.user_email ?? row.principal_id ?? null
  row.client_ip = typeof row.x_forwarded_for === 'string' ? clientIp(row.x_forwarded_for) : null
  row.extra = null
  row.record_form = '2025'
  row.source = 'kinesis:temporal-audit-logs'
  row.shard_id = 'shardId-000000000000'
  row.sequence_number = '1'
  row.arrival_time = 0
  return row
}

function firstAt(record: unknown, candidates: readonly (readonly string[])[]): unknown {
  for (const keys of candidates) {
    let value = record
    for (const key of keys) value = (value as Record<string, unknown> | null | undefined)?.[key]
    if (value !== undefined) return value
  }
  return null
}

function cellOf(value: unknown, type: string): Cell {
  const isText = type === 'string' || type === 'timestamp'
  return isText && typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Cell)
}
