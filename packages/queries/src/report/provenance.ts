/** The file of one day that was read, as the manifest had it. */
export interface InputDay {
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** Names the directory of the file. */
  readonly generation: string
  readonly rows: number
  readonly bytes: number
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string
}

/** What the answers of a report were made of, so that anybody can make them again. */
export interface Provenance {
  /** What answered, such as `DuckDB 1.5.5`. */
  readonly engine: string
  /** The commit of the sealer that was current; null when nothing was sealed yet. */
  readonly commit: { readonly id: string; readonly at: string } | null
  /** The last hour whose arrivals are in the days below, as `2026-11-22-10`. */
  readonly sealedThrough: string
  /** The sealed days up to the end of the period, the oldest first. */
  readonly inputs: readonly InputDay[]
  /** Whether the manifest stayed the same while the questions were asked. */
  readonly isSteady: boolean
}
