/** A text as a literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** The pattern that fits one path and no other: to DuckDB every path of a file to read is a pattern. */
export function patternOf(path: string): string {
  return path.replace(/[*?[]/g, '[$&]')
}
