import type { Finding } from '../block.ts'
import type { Period } from '../report.ts'
import type { Given } from '../report-parameters.ts'
import type { TableShape } from '../table-of.ts'

/** A report as data: what it is about, and the saved queries that it is made of. */
export interface Composition {
  readonly name: string
  readonly title: string
  readonly description: string
  /** What it covers, and what it leaves to others. */
  readonly scope: string
  readonly sections: readonly Part[]
}

/** A section of such a report. */
export interface Part {
  readonly heading: string
  /** What a reader should know before the tables; it may say what the report was told. */
  readonly text?: string | ((told: Given) => string)
  readonly tables: readonly PartTable[]
}

/** The answer to a saved query, as a table; and what it means when there is one. */
export interface PartTable extends TableShape {
  readonly query: string
  /** The name of its answer where the query is asked twice. */
  readonly name?: string
  /** Parameters besides the edges of the period, as a person would write them. */
  readonly given?: (period: Period) => Given
  /** Parameters of the query that whoever asks for the report may choose. */
  readonly takes?: readonly string[]
  /** What is said when one of those has no default and was not given, so that the query is not asked. */
  readonly unasked?: { readonly title: string; readonly text: string }
  /** Its number of rows as a summary figure: what a row is, such as `Users`. */
  readonly figure?: string
  /** Rows are exceptions. */
  readonly finding?: RowFinding
  /** A chart of how many rows there are of each value of a column. */
  readonly bars?: { readonly caption: string; readonly of: string; readonly column: string }
}

/** What is said of rows that should not be there. */
export interface RowFinding {
  readonly level: Exclude<Finding['level'], 'in order'>
  /** Follows a number: `1 privilege was given to oneself`. */
  readonly one: string
  readonly many: string
  /** What to do about them. */
  readonly text: string
  /** What is said when there are none: `Nobody gave a privilege to themselves`. */
  readonly none: string
  /** The column that names what is meant, for the first few. */
  readonly names?: string
}

/** The name that the answer of a table has. */
export function answerName({ name, query }: PartTable): string {
  return name ?? query
}

/** @example idOf('API keys') // 'api-keys' */
export function idOf(heading: string): string {
  return heading.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}
