import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { QueryError } from '../../../packages/lake/src/engine.ts'
import { type DuckDBEngine, openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { describeOnTrino } from '../../trino/describe.ts'
import { dialectTable, type Outcome, outcomeOfRows } from './dialect-table.ts'
import { askTrino } from './trino.ts'

let folder: string
let engine: DuckDBEngine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dialect-'))
  engine = await (await openLocalLake(folder)).engine()
})

afterAll(async () => {
  engine.close()
  await rm(folder, { recursive: true })
})

async function askDuckDB(sql: string): Promise<Outcome> {
  try {
    const rows = []
    for await (const chunk of (await engine.query(sql)).chunks) rows.push(...chunk)
    return outcomeOfRows(rows)
  } catch (error) {
    if (error instanceof QueryError) return { error: true }
    throw error
  }
}

describe.each(dialectTable())("DuckDB answers Trino's SQL: %s", (_, cases) => {
  it.each(cases)('$expression', async ({ expression, duckdb }) => {
    expect(await askDuckDB(`SELECT ${expression}`)).toEqual(duckdb)
  })
})

describeOnTrino('Trino itself', ({ url }) => {
  describe.each(dialectTable())('%s', (_, cases) => {
    it.each(cases)('$expression', async ({ expression, trino }) => {
      expect(await askTrino(url, `SELECT ${expression}`)).toEqual(trino)
    })
  })
})
