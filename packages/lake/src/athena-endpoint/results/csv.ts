/** A cell as Athena's results have it; null is NULL. */
export type TextCell = string | null

/**
 * A row as a line of Athena's CSV: every value is quoted, and so NULL, which is not, differs from an empty text.
 *
 * @example
 * csvLine(['a', null, '']) // '"a",,""\n'
 */
export function csvLine(cells: readonly TextCell[]): string {
  return `${cells.map(cell => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',')}\n`
}

/** The rows of whole lines that `csvLine` wrote. */
export function csvRows(text: string): TextCell[][] {
  const rows: TextCell[][] = []
  let row: TextCell[] = []
  for (let at = 0; at < text.length; at++) {
    const end = text[at] === '"' ? closingQuote(text, at + 1) : -1
    row.push(end < 0 ? null : text.slice(at + 1, end).replaceAll('""', '"'))
    if (end >= 0) at = end + 1
    if (text[at] !== '\n') continue
    rows.push(row)
    row = []
  }
  return rows
}

/** A loop, not a pattern: a cell may be larger than what a regular expression can remember. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}
