import type { DeadLetter } from './dead-letter.ts'
import type { Receipt } from './receipt.ts'

/** A column of the tables that keep account: `dead_letters` and `receipts`. */
export interface LedgerColumn {
  readonly name: string
  readonly type: 'string' | 'bigint' | 'timestamp'
  readonly description: string
}

function column<Name extends string>(
  name: Name,
  type: LedgerColumn['type'],
  description: string,
): LedgerColumn & { readonly name: Name } {
  return { name, type, description }
}

/** The columns of `dead_letters`: what could not become a row, and why. */
export const deadLetterColumns = [
  column('dead_letter_id', 'string', 'The same for the same piece of the same record, however often it is delivered.'),
  column('reason', 'string', 'Why it is no row: a stable code.'),
  column('message', 'string', 'Why it is no row, for people.'),
  column('path', 'string', 'JSON Pointer of the member at fault, where one is.'),
  column('payload', 'string', 'Base64 of the exact bytes.'),
  column('payload_text', 'string', 'The same as text, when it is UTF-8.'),
  column('source', 'string', 'Where the record came from.'),
  column('shard_id', 'string', 'Shard of the Kinesis stream.'),
  column('sequence_number', 'string', 'Sequence number of the Kinesis record.'),
  column('position', 'bigint', 'Which piece of the Kinesis record it is, from 0.'),
  column('arrival_time', 'timestamp', 'When the record arrived in the stream, in UTC.'),
] as const satisfies readonly (LedgerColumn & { readonly name: keyof DeadLetter })[]

/** The columns of `receipts`: what became of each batch. `received = stored + repeats + dead_letters + empty`. */
export const receiptColumns = [
  column('batch_id', 'string', 'The same when the same batch is delivered again.'),
  column('source', 'string', 'Where the records came from.'),
  column('shard_id', 'string', 'Shard of the Kinesis stream.'),
  column('first_sequence_number', 'string', 'Sequence number of the first Kinesis record.'),
  column('last_sequence_number', 'string', 'Sequence number of the last Kinesis record.'),
  column('records', 'bigint', 'Kinesis records in the batch.'),
  column('bytes', 'bigint', 'Bytes of their data.'),
  column('received', 'bigint', 'Pieces found in them: log records, failures and empty ones.'),
  column('stored', 'bigint', "Rows in the batch's data files."),
  column('late', 'bigint', 'Those of them whose day was closed already: shown once they are sealed.'),
  column('repeats', 'bigint', 'Rows left out because the batch holds the same event twice, word for word.'),
  column('dead_letters', 'bigint', 'Pieces that became dead letters.'),
  column('empty', 'bigint', 'Records and objects without content.'),
  column('arrival_from', 'timestamp', 'First arrival in the stream, in UTC.'),
  column('arrival_to', 'timestamp', 'Last arrival in the stream, in UTC.'),
  column('written_at', 'timestamp', 'When the batch was written, in UTC.'),
] as const satisfies readonly (LedgerColumn & { readonly name: keyof Receipt })[]

/**
 * A dead letter or receipt as a line of NDJSON wants it: its columns in order, times as `2026-11-22 10:00:00.000`, which
 * the JSON readers of Hive, Trino and DuckDB all take for a timestamp without being told a format.
 */
export function ledgerLine(
  record: DeadLetter | Receipt,
  columns: readonly LedgerColumn[],
): Record<string, string | number | null> {
  const values = record as unknown as Readonly<Record<string, string | number | null>>
  return Object.fromEntries(
    columns.map(({ name, type }) => [
      name,
      type === 'timestamp' ? timestampText(values[name] as number) : values[name]!,
    ]),
  )
}

function timestampText(millis: number): string {
  return new Date(millis).toISOString().replace('T', ' ').replace('Z', '')
}
