import type { PromotedColumn } from '../catalog.ts'
import type { NewRows } from '../growth/day-news.ts'

/** What a set of rows is, as far as it can be said without looking at their order or their copies. */
export interface RowSet {
  /** Versions of events. */
  readonly rows: number
  /** Events: rows whose version is the highest. */
  readonly events: number
  /** Tells the versions from any other set of them; the same however they are ordered. */
  readonly versionsDigest: string
  /** Tells the highest version of each event from any others. */
  readonly currentDigest: string
  /** Tells what stands in all columns of the best copy of each version from any other content. */
  readonly contentDigest: string
  /** First and last `emit_time`, ISO 8601; null when there are no rows. */
  readonly firstTime: string | null
  readonly lastTime: string | null
}

/** What a merge must come to. */
export interface ExpectedRows extends RowSet {
  /** Rows of all files, each copy counted. */
  readonly copies: number
}

/** A file as it is stored. */
export interface StoredFile {
  readonly bytes: number
  readonly sha256: string
}

/** Of each day, how many rows are in which files, by their keys. */
export type FilesByDay = ReadonlyMap<string, ReadonlyMap<string, number>>

/**
 * What turns the data files of a day into one: DuckDB on this machine, or Athena.
 *
 * Files are named by their keys in the lake.
 */
export interface DayMerger {
  /** The days that files hold rows of, in order, and how many rows of each are in which files. */
  days(keys: readonly string[]): Promise<FilesByDay>
  /** What a merge of a day's files must come to. */
  expected(day: string, keys: readonly string[], promoted: readonly PromotedColumn[]): Promise<ExpectedRows>
  /**
   * Writes the rows of a day in some files as one file, as `mergeSelect` says. The file appears whole or not at all.
   *
   * @param promoted leaves that get columns, filled from the details
   * @returns the file as it was written
   */
  merge(day: string, keys: readonly string[], output: string, promoted: readonly PromotedColumn[]): Promise<StoredFile>
  /** Reads a merged file back: the rows in it, each copy counted, and its bytes. */
  readBack(key: string): Promise<RowSet & StoredFile>
  /**
   * Tells of the rows of a sealed file that an older one of the same day lacks.
   *
   * @param older null: all rows are new
   * @param tell called with those that are in most rows first
   */
  newRows(key: string, older: string | null, tell: (rows: NewRows) => void): Promise<void>
  /** How many versions of events in each file are in none of some sealed files; files that lack none are left out. */
  missing(keys: readonly string[], sealed: readonly string[]): Promise<ReadonlyMap<string, number>>
}
