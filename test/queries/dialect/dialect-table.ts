import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Value } from '../../../packages/lake/src/engine.ts'

/** What an expression gives, or that it is refused. */
export type Outcome = { readonly value: Value } | { readonly error: true }

/** A line of the table. */
export interface DialectCase {
  readonly expression: string
  readonly trino: Outcome
  /** The same as on Trino, but for the lines of `differences.txt`. */
  readonly duckdb: Outcome
}

/** The table: the cases of each file, by the file's name. */
export function dialectTable(): [string, DialectCase[]][] {
  const files = readdirSync(import.meta.dirname).filter(name => name.endsWith('.txt'))
  return files.map(name => {
    const lines = readFileSync(join(import.meta.dirname, name), 'utf8').split('\n')
    return [name.replace('.txt', ''), lines.filter(line => line !== '' && !line.startsWith('#')).map(caseOf)]
  })
}

function caseOf(line: string): DialectCase {
  const arrow = line.lastIndexOf(' => ')
  if (arrow < 0) throw new Error(`this line has no " => ": ${line}`)
  const [trino, duckdb = trino] = line.slice(arrow + ' => '.length).split(' <> ')
  return { expression: line.slice(0, arrow), trino: outcomeOf(trino!), duckdb: outcomeOf(duckdb!) }
}

function outcomeOf(text: string): Outcome {
  return text === 'error' ? { error: true } : { value: JSON.parse(text) as Value }
}

/** Rows as the table writes them: the value of a single cell for itself. */
export function outcomeOfRows(rows: readonly (readonly Value[])[]): Outcome {
  return { value: rows.length === 1 && rows[0]!.length === 1 ? rows[0]![0]! : rows }
}
