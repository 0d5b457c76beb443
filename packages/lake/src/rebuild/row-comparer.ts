/** The files that a day of the lake stands in, by their keys. */
export interface DayFiles {
  readonly day: string
  /** Its sealed file; null when there is none that can be read. */
  readonly sealed: string | null
  /** Files of `arrivals` and `late` that are not sealed yet. */
  readonly waiting: readonly string[]
  /** Those that are sealed, but not deleted yet. */
  readonly merged: readonly string[]
}

/** Versions of events of a day, by what the archive says of them. */
export interface RowCounts {
  /** In the sealed file. */
  readonly sealed: number
  /** In the archive. */
  readonly archived: number
  /** In the archive, and nowhere in the lake. */
  readonly added: number
  /** Sealed, came from the stream, and not in the archive. */
  readonly lost: number
  /** Sealed, and in the archive with another content. */
  readonly changed: number
}

/**
 * What compares the rows that were read from a verbatim archive with those of the lake: DuckDB on this machine.
 *
 * Rows are the same when they say the same, whatever they say of the way they came: an archive does not keep that.
 */
export interface RowComparer {
  /** Takes rows of the archive, as a Parquet file. */
  stage(file: Uint8Array): Promise<void>
  /** The days that rows were staged of, in order. */
  stagedDays(): Promise<readonly string[]>
  compare(files: DayFiles): Promise<RowCounts>
  /**
   * Writes the rows that a day is to have, for the merger: those of the archive, each with what the lake knows of the
   * way it came, and those that never were in the stream.
   *
   * @returns a key for the merger, or null when there are none
   */
  write(files: DayFiles): Promise<string | null>
  /** The payloads of the dead letters there are: how long each is, and its SHA-256 in hexadecimal digits. */
  deadPayloads(): Promise<readonly (readonly [bytes: number, sha256: string])[]>
  /** Takes dead letters that the lake does not have. */
  stageLetters(letters: readonly object[]): Promise<void>
  /** Those that were taken, a few at a time. */
  stagedLetters(): AsyncIterable<readonly object[]>
}
