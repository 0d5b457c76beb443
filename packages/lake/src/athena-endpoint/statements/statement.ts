import { preparedText, type SavedQuery, tokensOf } from '@temporal-audit-lake/queries'
import { type Engine, QueryError, type QueryOptions, type QueryResult } from '../../engine.ts'
import type { DescribedTable } from '../described-tables.ts'
import { informationSchema, type Place } from './information-schema.ts'
import { itemsOf, withParameters } from './parameters.ts'
import { withShortNames } from './qualified-names.ts'
import { isShow, show } from './show.ts'

/** What statements are answered from. */
export interface AskedLake extends Place {
  readonly engine: Engine
  readonly tables: readonly DescribedTable[]
  readonly savedQueries: readonly SavedQuery[]
}

/** What drivers call a database when they are told none. */
const DEFAULT = 'default'

/** How Athena calls a kind of statement: `DML` has rows with the names of the columns above them, `UTILITY` texts. */
export function statementType(text: string): 'DML' | 'UTILITY' {
  return isShow(text) ? 'UTILITY' : 'DML'
}

/** Athena's names of the database of a lake, and what drivers write for it. */
export function isDatabase(name: string, { database }: Place): boolean {
  return [database, DEFAULT].includes(name.toLowerCase())
}

/**
 * Answers a statement in Athena's SQL: a question, SHOW, DESCRIBE, or EXECUTE of a saved query.
 *
 * @param parameters pieces of SQL for the `?`
 * @throws QueryError for all else
 */
export async function answer(
  text: string,
  parameters: readonly string[],
  lake: AskedLake,
  options: QueryOptions,
): Promise<QueryResult> {
  const { engine, tables, database, catalog } = lake
  if (isShow(text)) return show(text, { database, tables })
  const whole = executed(text, lake.savedQueries) ?? withParameters(text, parameters)
  const names = {
    catalog,
    databases: [database, DEFAULT],
    tables: tables.map(({ name }) => name),
    informationSchema: informationSchema(tables, lake),
  }
  return await engine.query(withShortNames(whole, names), [], options)
}

const EXECUTE = /^\s*EXECUTE\s+"?(\w+)"?(?:\s+USING\s+(.*?))?\s*;?\s*$/is

/** `EXECUTE name [USING value, value]`: the saved query with its values; null for any other statement. */
function executed(text: string, savedQueries: readonly SavedQuery[]): string | null {
  const [, name, using] = EXECUTE.exec(text) ?? []
  if (name === undefined) return null
  const prepared = savedQueries.map(preparedText).find(prepared => prepared.name === name.toLowerCase())
  if (!prepared) throw new QueryError(`there is no prepared statement ${name}: ListPreparedStatements names them`)
  const values = using === undefined ? [] : itemsOf(tokensOf(using))
  if (values === null) throw new QueryError(`what stands behind USING is no list of values: ${using}`)
  return withParameters(prepared.sql, values)
}
