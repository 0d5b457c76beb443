import { athenaText } from '../../../packages/lake/src/athena-endpoint/results/athena-text.ts'
import { athenaType } from '../../../packages/lake/src/athena-endpoint/results/athena-type.ts'
import { type Engine, rowObjects, type Value } from '../../../packages/lake/src/engine.ts'
import type { Answering, TextResult } from './athena-server.ts'

/** What happens when a view is defined: Athena writes it into Glue. */
export type DefineView = (name: string, select: string) => Promise<void>

/** Lets DuckDB answer as Athena: its values written as Athena writes them. */
export function answeringDuckDB(engine: Engine, defineView?: DefineView): Answering {
  const query = async (sql: string, values: readonly Value[], signal?: AbortSignal): Promise<TextResult> => {
    const { columns, chunks } = await engine.query(sql, values, signal ? { signal } : {})
    const rows: (string | null)[][] = []
    for await (const chunk of chunks) {
      signal?.throwIfAborted()
      for (const row of chunk) rows.push(row.map((value, i) => athenaText(value, columns[i]!.type)))
    }
    const isSelect = !/^\s*(SHOW|DESCRIBE)/i.test(sql)
    return { columns: columns.map(({ name, type }) => ({ name, type: athenaType(type).name })), rows, isSelect }
  }
  return {
    async check(sql) {
      const [, problem] = await query(`EXPLAIN ${sql.replaceAll('?', 'NULL')}`, []).then(
        () => [],
        (error: Error) => [null, error.message],
      )
      if (problem?.includes('Parser Error') && !VIEW.test(sql))
        throw new Error(`line 1:1: mismatched input: ${problem}`)
    },
    async answer(sql, parameters, _database, signal) {
      const [, name, select] = VIEW.exec(sql) ?? []
      if (name !== undefined && select !== undefined) {
        await defineView?.(name, select)
        return { columns: [], rows: [], isSelect: false }
      }
      return await query(sql, await literals(engine, parameters), signal)
    },
  }
}

const VIEW = /^CREATE OR REPLACE VIEW (\w+) AS\s+([\s\S]*)$/

/** Parameters are pieces of SQL: whoever forgets the quotes of a text names a column that is not there. */
async function literals(engine: Engine, parameters: readonly string[]): Promise<Value[]> {
  if (parameters.length === 0) return []
  const select = parameters.map((parameter, i) => `${parameter} AS p${i}`).join(', ')
  const [row] = await rowObjects(await engine.query(`SELECT ${select}`))
  return Object.values(row!)
}
