import type { ClientIp } from './client-ip.ts'
import type { Reader, ScannedObject } from './decode.ts'
import { utcDay } from './emit-time.ts'
import { type LogRecord, logRecord, type Unreadable } from './log-record.ts'
import { Members } from './members.ts'
import { operationParts } from './operation.ts'
import { OrdinaryRecords } from './ordinary.ts'
import type { Rows } from './rows.ts'
import type { SourceRecord } from './source-record.ts'
import { type Cell, columnAt, type FixedColumnName } from './table.ts'
import { textOf } from './utf8-text.ts'

/** The columns that the envelope fills. */
type Provenance = 'source' | 'shard_id' | 'sequence_number' | 'arrival_time'
type CellOf = (record: LogRecord, clientIp: ClientIp) => Cell

/** What each column says of a record: one line a column. */
const values: Readonly<Record<Exclude<FixedColumnName, Provenance>, CellOf>> = {
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
  client_ip: (record, clientIp) => (record.x_forwarded_for === null ? null : clientIp(record.x_forwarded_for)),
  x_forwarded_for: record => record.x_forwarded_for,
  async_operation_id: record => record.async_operation_id,
  namespace: record => record.namespace,
  details: record => record.details,
  extra: record => record.extra,
  record_form: record => record.record_form,
}

const fixed = Object.entries(values).map(([name, cellOf]) => ({ column: columnAt[name as FixedColumnName], cellOf }))

/** Flattens the records of a batch to rows of the table. */
export class Flattener {
  private readonly rows: Rows
  private readonly clientIp: ClientIp
  /** Null when every record is to be read by JSON.parse. */
  private readonly ordinary: OrdinaryRecords | null

  /** @param reader `parse` reads every record by JSON.parse: the same rows, slower */
  constructor(rows: Rows, clientIp: ClientIp, reader: Reader) {
    this.rows = rows
    this.clientIp = clientIp
    this.ordinary = reader === 'parse' ? null : new OrdinaryRecords(rows, clientIp)
  }

  /**
   * Flattens a scanned object to one more row.
   *
   * An ordinary record goes straight from the scanner's spans to the row. Any other is read by JSON.parse first.
   *
   * @param envelope the Kinesis record it came in, for the columns of provenance
   * @returns null, or why the object is no log record, and there is no row
   */
  flatten(object: ScannedObject, envelope: SourceRecord): Unreadable | null {
    const { rows, ordinary } = this
    if (!ordinary?.flatten(object)) {
      const record = logRecord(new Members(textOf(object.bytes, object.start, object.end)))
      if ('reason' in record) return record
      this.flattenRecord(record)
    }
    rows.setText(columnAt.source, envelope.source)
    rows.setText(columnAt.shard_id, envelope.shardId)
    rows.setText(columnAt.sequence_number, envelope.sequenceNumber)
    rows.setNumber(columnAt.arrival_time, envelope.arrivalTime)
    rows.endRow()
    return null
  }

  private flattenRecord(record: LogRecord): void {
    const { rows, clientIp } = this
    for (const { column, cellOf } of fixed) rows.setCell(column, cellOf(record, clientIp))
    for (const { column, cell } of record.leaves) rows.setCell(column, cell)
  }
}
