import { sqlPathOf } from '../growth/json-pointer.ts'
import { quoted } from '../sql-literal.ts'
import type { LeafSql } from '../views.ts'

/**
 * The text of a leaf, given its JSON type and what DuckDB says of it: exactly what `json_extract_scalar` has in Athena.
 *
 * DuckDB loses digits of fractions: these go the long way, through `json_scalar_at`, which is written in JavaScript.
 */
function scalar(pointer: string, type: string, text: string): string {
  return `CASE ${type} WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL WHEN 'DOUBLE' THEN ${longWay(pointer)} ELSE ${text} END`
}

function longWay(pointer: string): string {
  return `json_scalar_at(details, ${quoted(sqlPathOf(pointer))})`
}

/** For a DuckDB that has `json_scalar_at`. A text with half a surrogate pair is no JSON to DuckDB, and goes the long way too. */
export const exactLeaf: LeafSql = pointer => {
  const at = quoted(pointer)
  const short = scalar(pointer, `json_type(details, ${at})`, `json_extract_string(details, ${at})`)
  return `CASE WHEN json_valid(details) THEN ${short} ELSE ${longWay(pointer)} END`
}

/** For anybody's DuckDB: fractions as it writes them, `1.1` for `1.10`. */
export const plainLeaf: LeafSql = pointer => {
  const at = quoted(pointer)
  const text = `CASE WHEN json_type(details, ${at}) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(details, ${at}) END`
  return `CASE WHEN json_valid(details) THEN ${text} END`
}

/**
 * Columns of many leaves at once: the JSON is read twice for all of them, not for each.
 *
 * @param from a table with `details`
 * @returns a subquery of the same rows, and the cells of the leaves in it
 */
export function leavesFrom(pointers: readonly string[], from: string): { from: string; cells: readonly string[] } {
  if (pointers.length === 0) return { from, cells: [] }
  const places = `[${pointers.map(quoted).join(', ')}]`
  const looked = `SELECT *,
    CASE WHEN json_valid(details) THEN json_type(details, ${places}) END AS leaf_types,
    CASE WHEN json_valid(details) THEN json_extract_string(details, ${places}) END AS leaf_texts
  FROM ${from}`
  const cells = pointers.map((pointer, i) => {
    const short = scalar(pointer, `leaf_types[${i + 1}]`, `leaf_texts[${i + 1}]`)
    return `CASE WHEN leaf_types IS NULL THEN ${longWay(pointer)} ELSE ${short} END`
  })
  return { from: `(${looked})`, cells }
}
