import { stat } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoted } from '../sql-literal.ts'
import { ask, COPIED_CONTENT, columnsOf, parquet, rowsOfDay } from './duckdb-files.ts'
import { contentOf } from './row-set.ts'

/** A smaller file takes longer to open, column by column, than to be read. */
const SMALL_BYTES = 128 * 1024
/** Fewer are not worth a copy. */
const FEWEST = 8
/** What the writer of the copy holds in memory. */
const ROW_GROUP_BYTES = '32MB'

/**
 * Copies the rows of a day in small files into one file: a merge reads its files several times, and opening them is what
 * takes longest.
 *
 * What stands in each row is noted as it is read from its own file, and compared with the copy.
 *
 * @param output the file to make
 * @returns the files to read instead
 * @throws Error when the copy does not hold the rows of the files, each with all it says
 */
export async function gatherFiles(
  connection: DuckDBConnection,
  paths: readonly string[],
  day: string,
  output: string,
): Promise<readonly string[]> {
  const sizes = await Promise.all(paths.map(async path => (await stat(path)).size))
  const small = paths.filter((_, i) => sizes[i]! < SMALL_BYTES)
  if (small.length < FEWEST) return paths
  const names = await columnsOf(connection, small)
  const rows = await copyWithContent(connection, small, day, names, output)
  await assertCopied(connection, rows, names, output)
  return [...paths.filter((_, i) => sizes[i]! >= SMALL_BYTES), output]
}

/** @returns how many rows were read */
async function copyWithContent(
  connection: DuckDBConnection,
  paths: readonly string[],
  day: string,
  names: readonly string[],
  output: string,
): Promise<number> {
  const select = `SELECT *, ${contentOf(names)} AS ${COPIED_CONTENT} FROM ${rowsOfDay(paths, day)}`
  // rows are put in order when they are merged; until then each thread writes what it has
  await ask(connection, 'SET preserve_insertion_order = false')
  try {
    const options = `FORMAT parquet, ROW_GROUP_SIZE_BYTES '${ROW_GROUP_BYTES}'`
    const [[rows]] = (await ask(connection, `COPY (${select}) TO ${quoted(output)} (${options})`)) as [unknown[]]
    return Number(rows)
  } finally {
    await ask(connection, 'RESET preserve_insertion_order')
  }
}

async function assertCopied(
  connection: DuckDBConnection,
  rows: number,
  names: readonly string[],
  output: string,
): Promise<void> {
  const digests = `sum(${COPIED_CONTENT})::VARCHAR, sum(${contentOf(names)})::VARCHAR`
  const [[found, read, written]] = (await ask(connection, `SELECT count(*), ${digests} FROM ${parquet([output])}`)) as [
    unknown[],
  ]
  if (Number(found) !== rows || read !== written)
    throw new Error(
      `${output} is no copy of the ${rows} rows it was made of: it has ${String(found)}; nothing was committed`,
    )
}
