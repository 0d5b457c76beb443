import type { ClientIp } from './client-ip.ts'
import { utcDay } from './emit-time.ts'
import type { LogRecord } from './log-record.ts'
import { operationParts } from './operation.ts'
import type { SourceRecord } from './source-record.ts'
import { type Cell, columns, type FixedColumnName, leafColumns } from './table.ts'

/** One row of the table: cells in the order of `columns`. */
export type Row = readonly Cell[]

type CellOf = (record: LogRecord, envelope: SourceRecord, clientIp: ClientIp) => Cell

/** What each column says of a record: one line a column. */
const values: Readonly<Record<FixedColumnName, CellOf>> = {
  log_id: record => record.log_id,
  version: record => record.version,
  emit_time: record => record.emit_time,
  event_date: record => utcDay(record.emit_time),
  operation: record => record.operation,
  operation_name: record => operationParts(record.operation).name,
  verb: record => operationParts(record.operation).verb,
  resource_type: record => operationParts(record.operation).resourceType,
  status: record => record.status,
  level: record => record.level,
  category: record => record.category,
  actor: record => record.principal.name ?? record.user_email ?? record.principal.id,
  principal_type: record => record.principal.type,
  principal_id: record => record.principal.id,
  principal_name: record => record.principal.name,
  principal_api_key_id: record => record.principal.api_key_id,
  user_email: record => record.user_email,
  client_ip: (record, _, clientIp) => (record.x_forwarded_for === null ? null : clientIp(record.x_forwarded_for)),
  x_forwarded_for: record => record.x_forwarded_for,
  async_operation_id: record => record.async_operation_id,
  namespace: record => record.namespace,
  details: record => record.details,
  extra: record => record.extra,
  record_form: record => record.record_form,
  source: (_, envelope) => envelope.source,
  shard_id: (_, envelope) => envelope.shardId,
  sequence_number: (_, envelope) => envelope.sequenceNumber,
  arrival_time: (_, envelope) => envelope.arrivalTime,
}

const inOrder: readonly CellOf[] = columns.map(column => {
  const leaf = leafColumns.indexOf(column)
  return leaf >= 0 ? record => record.leaves[leaf]! : values[column.name as FixedColumnName]
})

/**
 * Flattens a record to a row of the table.
 *
 * @param envelope the Kinesis record it came in, for the columns of provenance
 * @param clientIp finds the client behind the trusted proxies
 */
export function flatten(record: LogRecord, envelope: SourceRecord, clientIp: ClientIp): Row {
  return inOrder.map(cellOf => cellOf(record, envelope, clientIp))
}
