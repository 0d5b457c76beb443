import type { Finding, IngestPorts, Promotion, PromotionRule, QueryResult, Value } from '@temporal-audit-lake/lake'
import type { Shell } from './shell.ts'

/** A lake as the commands see it: in a folder, questioned by DuckDB, or deployed to AWS, questioned by Athena. */
export interface Lake extends IngestPorts {
  /** Where reports are written unless told otherwise: a folder on this machine. */
  readonly reports: string
  /** Opens the engine; close it when done. */
  engine(): Promise<LakeEngine>
  /** Everything the lake is checked for, in order. */
  checks(shell: Shell): Promise<LakeChecks>
  /** Seals, and deletes what nobody needs any more. @returns what was done, or would be, as rows */
  seal(options: SealingOptions, shell: Shell): Promise<readonly object[]>
  /** Sees to it that late events are shown: until the next seal no query does. */
  sealLate(rows: number, shell: Shell): Promise<void>
  /** Gives a leaf of the details a column of its own. @returns the column, which may have been there before */
  promote(pointer: string, options: { readonly dryRun: boolean }, shell: Shell): Promise<Promotion>
  /** Says when sealers are to promote a leaf that nobody asked for. */
  setPromotionRule(rule: PromotionRule, shell: Shell): Promise<void>
  /** Tells other tools how to see the same tables. */
  connect(options: ConnectOptions): Promise<Connection>
}

/** What answers questions about a lake. */
export interface LakeEngine {
  /** As people know it, such as `DuckDB`. */
  readonly name: string
  query(sql: string, parameters?: readonly Value[], options?: { readonly signal?: AbortSignal }): Promise<Answer>
  close(): void
}

export interface Answer extends QueryResult {
  /** What the answer took, for people, where that costs money. */
  readonly took?: string
}

/** Checks that share an engine; close it when done. */
export interface LakeChecks {
  readonly all: readonly LakeCheck[]
  close(): void
}

/** One thing that a lake is checked for. It reads, and changes nothing. */
export interface LakeCheck {
  readonly name: string
  run(): Promise<readonly Finding[]>
}

export interface SealingOptions {
  /** Whether to change nothing, and only say what would be done. */
  readonly dryRun?: boolean
  /** Whether to write every sealed day anew. */
  readonly all?: boolean
  /** What DuckDB may use before it spills to disk, such as `1GB`. */
  readonly memoryLimit?: string
}

export interface ConnectOptions {
  /** Where a script of DuckDB is to be written to. */
  readonly out?: string
  /** Where to make a database of DuckDB with the views in it. */
  readonly database?: string
}

/** What a tool is told: a script of DuckDB, or a setting for each tool. */
export type Connection =
  | { readonly script: string }
  | { readonly settings: readonly { readonly tool: string; readonly setting: string }[] }
