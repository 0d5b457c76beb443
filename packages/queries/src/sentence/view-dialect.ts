/** What a view cannot say in one way on both engines: the text of a view is not rewritten as a query is. */
export interface ViewDialect {
  /** The elements of a list in one text, with commas. */
  joined(list: string): string
  /** What a group of a pattern matched, for each match in a text. */
  extracted(text: string, pattern: string, group: number): string
  /** A text with another in place of every match of a pattern. */
  replaced(text: string, pattern: string, by: string): string
}

/** Athena and Trino. */
export const athenaDialect: ViewDialect = {
  joined: list => `array_join(${list}, ', ')`,
  extracted: (text, pattern, group) => `regexp_extract_all(${text}, '${pattern}', ${group})`,
  replaced: (text, pattern, by) => `regexp_replace(${text}, '${pattern}', '${by}')`,
}

/** DuckDB without anything of ours in it: its own functions, which a macro of the same name cannot hide. */
export const duckDBDialect: ViewDialect = {
  joined: list => `system.main.array_to_string(${list}, ', ')`,
  extracted: (text, pattern, group) => `system.main.regexp_extract_all(${text}, '${pattern}', ${group})`,
  replaced: (text, pattern, by) => `system.main.regexp_replace(${text}, '${pattern}', '${by}', 'g')`,
}
