import { type FileHandle, open, rm } from 'node:fs/promises'
import { QueryError, type QueryResult, type ResultColumn } from '../../engine.ts'
import { athenaText } from './athena-text.ts'
import { csvLine, csvRows, type TextCell } from './csv.ts'

/** A result in a file, and where in it to begin to read. */
export interface ResultFile {
  readonly path: string
  readonly columns: readonly ResultColumn[]
  readonly bytes: number
  /** Lines of the file: the names of the columns, if they are there, count for one. */
  readonly rows: number
  /** Places in the file, in order, from its begin on. */
  readonly marks: readonly Mark[]
}

interface Mark {
  readonly row: number
  readonly offset: number
}

/** What a file may become. */
export interface ResultBounds {
  readonly path: string
  /** Whether the first line is to be the names of the columns. */
  readonly hasHeader: boolean
  readonly maxBytes: number
}

const ROWS_BETWEEN_MARKS = 256
const BYTES_BETWEEN_MARKS = 256 * 1024
/** A page holds at least one row, and each row whole. */
const MAX_ROW_BYTES = 8 * 1024 * 1024
const MAX_PAGE_BYTES = 4 * 1024 * 1024

/**
 * Writes a result as CSV, chunk by chunk as it comes.
 *
 * @throws QueryError when it becomes too large; then, and whenever it fails, there is no file
 */
export async function writeResult(result: QueryResult, bounds: ResultBounds): Promise<ResultFile> {
  const file = await open(bounds.path, 'wx', 0o600)
  try {
    return await writeRows(file, result, bounds)
  } catch (error) {
    await rm(bounds.path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

async function writeRows(
  file: FileHandle,
  { columns, chunks }: QueryResult,
  { path, hasHeader, maxBytes }: ResultBounds,
): Promise<ResultFile> {
  const marks: Mark[] = [{ row: 0, offset: 0 }]
  let [rows, bytes] = [0, 0]
  let lines: Buffer[] = []
  const add = (cells: readonly TextCell[]) => {
    const last = marks.at(-1)!
    if (rows - last.row >= ROWS_BETWEEN_MARKS || bytes - last.offset >= BYTES_BETWEEN_MARKS)
      marks.push({ row: rows, offset: bytes })
    const line = Buffer.from(csvLine(cells))
    if (line.length > MAX_ROW_BYTES) throw tooLarge('a row of the result', MAX_ROW_BYTES)
    rows += 1
    bytes += line.length
    if (bytes > maxBytes) throw tooLarge('the result', maxBytes)
    lines.push(line)
  }
  const flush = async () => {
    await file.writev(lines.splice(0))
    lines = []
  }
  if (hasHeader) add(columns.map(({ name }) => name))
  for await (const chunk of chunks) {
    for (const row of chunk) add(row.map((value, i) => athenaText(value, columns[i]!.type)))
    await flush()
  }
  if (lines.length > 0) await flush()
  return { path, columns, bytes, rows, marks }
}

function tooLarge(what: string, bytes: number): QueryError {
  return new QueryError(`${what} is larger than ${bytes} bytes: select fewer rows or columns`)
}

/**
 * Reads rows of a result.
 *
 * @param from the first row
 * @param count rows at the most: a page of large rows has fewer of them, though at least one
 */
export async function readRows(result: ResultFile, from: number, count: number): Promise<TextCell[][]> {
  if (from >= result.rows) return []
  const first = result.marks.findLastIndex(({ row }) => row <= from)
  const start = result.marks[first]!
  const later = result.marks.slice(first + 1)
  // the last mark that is near enough, and the next one in any case
  const enough = later.findIndex(({ row, offset }) => row >= from + count || offset - start.offset > MAX_PAGE_BYTES)
  const end = enough < 0 ? result.bytes : later[enough]!.offset
  const text = await readText(result.path, start.offset, end)
  return csvRows(text).slice(from - start.row, from - start.row + count)
}

async function readText(path: string, from: number, to: number): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
    if (bytesRead < to - from) throw new Error(`${path} is shorter than it was`)
    return buffer.toString('utf8')
  } finally {
    await file.close()
  }
}
