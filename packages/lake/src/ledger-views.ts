import { deadLetterColumns, type LedgerColumn, receiptColumns } from '@temporal-audit-lake/core'

/** Tables of what was delivered, at least once; the views over them say each thing once. */
export const DELIVERED = { receipts: 'delivered_receipts', deadLetters: 'delivered_dead_letters' } as const

/** The SELECT of the view `receipts`, for Athena and DuckDB: each batch once, as it was last written. */
export function receiptsView(): string {
  return latest(DELIVERED.receipts, receiptColumns, 'batch_id', 'written_at')
}

/**
 * The SELECT of the view `dead_letters`, for Athena and DuckDB: each letter once, and since when it is done with, because
 * a batch named after it was stored.
 */
export function deadLettersView(): string {
  return `SELECT ${namesOf(deadLetterColumns)
    .map(name => `letter.${name}`)
    .join(', ')}, redrive.redriven_at
FROM (${latest(DELIVERED.deadLetters, deadLetterColumns, 'dead_letter_id', 'arrival_time')}) letter
LEFT JOIN (
  SELECT split_part(batch_id, '/', 2) AS dead_letter_id, min(written_at) AS redriven_at
  FROM ${DELIVERED.receipts} WHERE starts_with(batch_id, 'redrive/') GROUP BY 1
) redrive ON redrive.dead_letter_id = letter.dead_letter_id`
}

/** Of several records with one id, the last. */
function latest(table: string, columns: readonly LedgerColumn[], id: string, time: string): string {
  const names = namesOf(columns).join(', ')
  return `SELECT ${names} FROM (
  SELECT ${names}, row_number() OVER (PARTITION BY ${id} ORDER BY ${time} DESC) AS precedence FROM ${table}
) WHERE precedence = 1`
}

function namesOf(columns: readonly LedgerColumn[]): string[] {
  return columns.map(({ name }) => name)
}
