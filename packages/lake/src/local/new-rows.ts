import type { DuckDBConnection } from '@duckdb/node-api'
import type { NewRows } from '../growth/day-news.ts'
import { VERSION } from '../seal/row-set.ts'
import { askForMany, parquet } from './duckdb-files.ts'

/** Longer JSON, or a longer description of its shape, is not looked at. */
const LONGEST_JSON = 64 * 1024
const LONGEST_OPERATION = 255
/** Stands for what was not looked at: it is no JSON, and no operation of that length is. */
const UNREAD = '!'

/** Tells of the rows of a merged file that an older one lacks, grouped by what they agree in, large groups first. */
export async function tellNewRows(
  connection: DuckDBConnection,
  path: string,
  older: string | null,
  tell: (rows: NewRows) => void,
): Promise<void> {
  for await (const [what, text, rows, first, last] of askForMany(connection, newRowsSql(path, older))) {
    tell({
      what: what as NewRows['what'],
      text: text === UNREAD ? null : String(text),
      rows: Number(rows),
      firstTime: new Date(Number(first)).toISOString(),
      lastTime: new Date(Number(last)).toISOString(),
    })
  }
}

function newRowsSql(path: string, older: string | null): string {
  const isNew =
    older === null
      ? ''
      : `ANTI JOIN (SELECT hash(${VERSION}) AS version_hash FROM ${parquet([older])}) older
      ON hash(${VERSION.replaceAll(/\w+/g, 'merged.$&')}) = older.version_hash`
  return `SELECT CASE grouping(operation, details, extra) WHEN 3 THEN 'operation' WHEN 5 THEN 'details' ELSE 'extra' END AS what,
  coalesce(operation, details, extra) AS text, count(*) AS rows, epoch_ms(min(emit_time)), epoch_ms(max(emit_time))
FROM (
  SELECT CASE WHEN strlen(operation) <= ${LONGEST_OPERATION} THEN operation ELSE '${UNREAD}' END AS operation,
    ${shapeOf('details')} AS details, ${shapeOf('extra')} AS extra, emit_time
  FROM ${parquet([path])} merged ${isNew}
)
GROUP BY GROUPING SETS ((operation), (details), (extra))
HAVING text IS NOT NULL
ORDER BY rows DESC, what, text`
}

function shapeOf(column: string): string {
  const isReadable = `strlen(${column}) <= ${LONGEST_JSON} AND json_valid(${column})`
  const shape = `CASE WHEN ${isReadable} THEN json_structure(${column})::VARCHAR END`
  const isShort = `strlen(${shape}) <= ${LONGEST_JSON}`
  return `CASE WHEN ${column} IS NULL THEN NULL WHEN ${isShort} THEN ${shape} ELSE '${UNREAD}' END`
}
