/** The pattern that fits one path and no other: to DuckDB every path of a file to read is a pattern. */
export function patternOf(path: string): string {
  return path.replace(/[*?[]/g, '[$&]')
}

/** A name of SQL, whatever is in it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
