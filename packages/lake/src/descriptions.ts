import { columns, deadLetterColumns, type LedgerColumn, receiptColumns } from '@temporal-audit-lake/core'

/** What each table and view of the lake holds, in a sentence for catalogs. */
const TABLES: Readonly<Record<string, string>> = {
  access_changes: 'A row for each event that says who may do what, each one it says it of, and each place.',
  api_key_events: 'A row for each event about an API key, and each that was done with one.',
  arrivals: 'Rows as they arrived since they were last sealed: ask audit_logs instead.',
  audit_log_versions: 'Every version of every event once, and whether it is current.',
  audit_logs: 'Every event once, at its highest version: the table to ask.',
  dead_letters: 'What could not become a row, and why.',
  event_targets: 'A row for each event and each thing that it was done to.',
  events_flat: 'audit_logs with a plain-words sentence and without lists: the table for BI tools.',
  known_names: 'Which name went with which id, in each event that says both.',
  receipts: 'What became of each batch: received = stored + repeats + dead_letters + empty.',
  sealed: 'Days that are sealed, all versions: ask audit_logs instead.',
}

/** Columns that only some tables have. */
const OWN_COLUMNS: Readonly<Record<string, string>> = {
  access: 'The role or permission, such as `finance_admin` or `write`; `none` where it was taken away.',
  arrival_hour: 'UTC hour in which the row was written, `YYYY-MM-DD-HH`.',
  expiry_time: 'When the API key expires, RFC 3339.',
  id: 'Id of a thing.',
  is_current: 'Whether no higher version of the event is known.',
  is_disabled: 'Whether the API key is disabled.',
  key_id: 'Id of the API key; a request to make one cannot name it.',
  key_name: 'Name of the API key.',
  kind: 'What kind of thing the id and the name belong to: `user`, `api_key`, ...',
  name: 'Name of the thing.',
  owner_id: 'Owner of the API key.',
  owner_type: 'Type of the owner of the API key.',
  redriven_at: 'Since when it is done with, in UTC: a batch named after it was stored.',
  role: 'Whether the event is `about` the API key, or was done `with` it.',
  scope: '`account`, a namespace, or `group:<id>`.',
  sentence: 'What happened, in plain words.',
  states_all: 'Whether the event says all that the subject may do.',
  subject: 'User, service account or user group, by the name or id in the event.',
  subject_type: '`user`, `service_account` or `user_group`.',
  target: 'Name or id of the thing it was done to.',
  target_type: 'What kind of thing that is: `namespace`, `user`, `api_key`, ...',
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
