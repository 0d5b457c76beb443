import { columns, deadLetterColumns, type LedgerColumn, receiptColumns } from '@temporal-audit-lake/core'

/** What each table and view of the lake holds, in a sentence for catalogs. */
const TABLES: Readonly<Record<string, string>> = {
  arrivals: 'Rows as they arrived since they were last sealed: ask audit_logs instead.',
  audit_log_versions: 'Every version of every event once, and whether it is current.',
  audit_logs: 'Every event once, at its highest version: the table to ask.',
  dead_letters: 'What could not become a row, and why.',
  event_targets: 'A row for each event and each thing that it was done to.',
  events_flat: 'audit_logs with a plain-words sentence and without lists: the table for BI tools.',
  receipts: 'What became of each batch: received = stored + repeats + dead_letters + empty.',
  sealed: 'Days that are sealed, all versions: ask audit_logs instead.',
}

/** Columns that only some tables have. */
const OWN_COLUMNS: Readonly<Record<string, string>> = {
  arrival_hour: 'UTC hour in which the row was written, `YYYY-MM-DD-HH`.',
  sentence: 'What happened, in plain words.',
  target: 'Name or id of the thing it was done to.',
  target_type: 'What kind of thing that is: `namespace`, `user`, `api_key`, ...',
  is_current: 'Whether no higher version of the event is known.',
  redriven_at: 'Since when it is done with, in UTC: a batch named after it was stored.',
}

const LEDGERS: Readonly<Record<string, readonly LedgerColumn[]>> = {
  dead_letters: deadLetterColumns,
  receipts: receiptColumns,
}

/** What a table or view holds; undefined for one that is none of ours. */
export function tableDescription(table: string): string | undefined {
  return TABLES[table]
}

/**
 * What a column says, in a sentence for catalogs; undefined for one that is not known.
 *
 * @example
 * columnDescription('audit_logs', 'emit_time') // 'When the event happened, in UTC.'
 */
export function columnDescription(table: string, column: string): string | undefined {
  const known = LEDGERS[table] ?? columns
  return known.find(({ name }) => name === column)?.description ?? OWN_COLUMNS[column]
}
