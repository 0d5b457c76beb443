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
      for (const row of chunk) rows.push(row.map((value, i) => textOf(value, columns[i]!.type)))
    }
    const isSelect = !/^\s*(SHOW|DESCRIBE)/i.test(sql)
    return { columns: columns.map(({ name, type }) => ({ name, type: athenaType(type) })), rows, isSelect }
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

const ATHENA_TYPE: Readonly<Record<string, string>> = {
  HUGEINT: 'bigint',
  FLOAT: 'float',
  BLOB: 'varbinary',
  '"NULL"': 'unknown',
}

function athenaType(type: string): string {
  if (type.endsWith(']')) return 'array'
  if (type.startsWith('MAP')) return 'map'
  if (type.startsWith('STRUCT')) return 'row'
  if (type.startsWith('DECIMAL')) return 'decimal'
  return ATHENA_TYPE[type] ?? type.toLowerCase()
}

function textOf(value: Value, type: string): string | null {
  if (value === null) return null
  if (type === 'TIMESTAMP') return String(value).replace('T', ' ').replace('Z', '')
  if (type === 'TIMESTAMP WITH TIME ZONE') return String(value).replace('T', ' ').replace('Z', ' UTC')
  if (type === 'DOUBLE' && typeof value === 'number') return javaText(value)
  return plainText(value)
}

/** As Java writes a double: `5.0`, `1.0E300`. */
function javaText(value: number): string {
  const isPlain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7)
  const [digits, exponent] = (isPlain ? String(value) : value.toExponential()).split('e')
  const mantissa = digits!.includes('.') ? digits! : `${digits}.0`
  return exponent === undefined ? mantissa : `${mantissa}E${Number(exponent)}`
}

function plainText(value: Value): string {
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(plainText).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}=${plainText(inner)}`)
    .join(', ')}}`
}
