import type { Parameter } from './parameter.ts'
import { parseQuery } from './parse-query.ts'
import type { QueryGroup } from './query-group.ts'
import { queryTexts } from './query-texts.ts'

/** A question somebody asks of an audit log, in SQL that Athena and DuckDB answer alike. */
export interface SavedQuery {
  /** What it is called, after its file: `failed-operations`. */
  readonly name: string
  readonly title: string
  /** What it is about: what it is listed under. */
  readonly group: QueryGroup
  /** The question in plain words. */
  readonly description: string
  /** What one row of the answer means. */
  readonly meaning: string
  /** Controls of standards that the answer may be evidence for, such as `SOC 2 CC7.2`. */
  readonly controls: readonly string[]
  readonly parameters: readonly Parameter[]
  /** The SQL with its parameters by name, such as `:from`. */
  readonly sql: string
}

/** All saved queries, by name. They are the files in `packages/queries/sql`. */
export const savedQueries: readonly SavedQuery[] = queryTexts.map(([name, text]) => parseQuery(name, text))
