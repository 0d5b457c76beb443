/** A value as an answer has it. */
export type Cell = string | number | boolean | null

/** A piece of a section. */
export type Block = Text | Findings | Figures | Facts | List | Table | Bars | Columns

interface Text {
  readonly kind: 'text'
  readonly text: string
}

/** What stands out, the gravest first. */
export interface Findings {
  readonly kind: 'findings'
  readonly findings: readonly Finding[]
}

/**
 * Something a reader is told before all else. A `problem` means that the log itself is in doubt, a `review` that a person
 * should look, and what is `in order` was checked too.
 */
export interface Finding {
  readonly level: 'problem' | 'review' | 'in order'
  readonly title: string
  readonly text: string
  /** Names from records that belong to it. */
  readonly names?: readonly string[]
  /** The section that says more. */
  readonly section?: string
}

/** A few large numbers. */
export interface Figures {
  readonly kind: 'figures'
  readonly figures: readonly { readonly label: string; readonly value: number; readonly note?: string }[]
}

/** Names and what they are. */
export interface Facts {
  readonly kind: 'facts'
  readonly facts: readonly { readonly label: string; readonly value: Cell; readonly note?: string }[]
}

export interface List {
  readonly kind: 'list'
  readonly items: readonly { readonly title: string; readonly text: string }[]
}

/**
 * How a column is shown: a time without its milliseconds, a code in a typewriter's letters, a count to the right, and
 * what is not as it should be (an outcome other than OK, a control that is not evidenced) so that it is seen.
 */
export type ColumnKind = 'text' | 'code' | 'time' | 'count' | 'status' | 'verdict'

export interface TableColumn {
  readonly label: string
  readonly kind: ColumnKind
}

/** Rows of an answer. */
export interface Table {
  readonly kind: 'table'
  readonly caption: string
  readonly columns: readonly TableColumn[]
  /** At most 10,000. */
  readonly rows: readonly (readonly Cell[])[]
  /** How many of them a page shows; files for machines have all. */
  readonly onPage: number
  /** How many rows there are in all; null when that says nothing. */
  readonly total: number | null
  /** What stands there when there are none. */
  readonly empty: string
  /** The command that gives all of them; null when a page has them all. */
  readonly all: string | null
}

/** How much there is of each of a few things, the most first. */
export interface Bars {
  readonly kind: 'bars'
  readonly caption: string
  /** What a bar is of, such as `Principal`. */
  readonly of: string
  /** What is counted, such as `Events`. */
  readonly counts: string
  /** `failed` is the part of them that failed; null where nothing can. */
  readonly bars: readonly { readonly label: string | null; readonly count: number; readonly failed: number | null }[]
  /** What the bars that are not shown hold together. */
  readonly others: number
}

/** How much there was in the course of time: one panel for each series, with a scale of its own. */
export interface Columns {
  readonly kind: 'columns'
  readonly caption: string
  /** What one column is, such as `day`. */
  readonly unit: string
  /** The first day of each column, `YYYY-MM-DD`. */
  readonly starts: readonly string[]
  readonly series: readonly Series[]
}

export interface Series {
  readonly name: string
  readonly tone: 'ordinary' | 'failed'
  /** A value for each column. */
  readonly values: readonly number[]
}
