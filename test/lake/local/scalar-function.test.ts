import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { ScalarFunction } from '@temporal-audit-lake/queries'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerFunction } from '../../../packages/lake/src/local/scalar-function.ts'

let instance: DuckDBInstance
let connection: DuckDBConnection

beforeEach(async () => {
  instance = await DuckDBInstance.create(':memory:')
  connection = await instance.connect()
})

afterEach(() => {
  connection.closeSync()
  instance.closeSync()
})

async function cells(sql: string): Promise<unknown[]> {
  const reader = await connection.runAndReadAll(sql)
  return reader.getRowsJson().map(([cell]) => cell)
}

const repeat: ScalarFunction = {
  name: 'repeat_text',
  parameters: ['VARCHAR', 'BIGINT'],
  result: 'VARCHAR',
  call: (text: string, times: bigint) => text.repeat(Number(times)),
}

describe('a JavaScript function in SQL', () => {
  it('gets and gives every type', async () => {
    const later: ScalarFunction = {
      name: 'later',
      parameters: ['TIMESTAMP', 'DOUBLE'],
      result: 'TIMESTAMP',
      call: (time: number, seconds: number) => time + seconds * 1000,
    }
    const negated: ScalarFunction = {
      name: 'negated',
      parameters: ['BOOLEAN'],
      result: 'BOOLEAN',
      call: (x: boolean) => !x,
    }
    const half: ScalarFunction = { name: 'half', parameters: ['DOUBLE'], result: 'DOUBLE', call: (x: number) => x / 2 }
    const next: ScalarFunction = { name: 'next', parameters: ['BIGINT'], result: 'BIGINT', call: (x: bigint) => x + 1n }
    for (const scalar of [later, negated, half, next, repeat]) registerFunction(connection, scalar)
    expect(await cells("SELECT later(TIMESTAMP '1969-12-31 23:59:59.999999', 1.5)")).toEqual([
      '1970-01-01 00:00:01.499',
    ])
    expect(await cells('SELECT negated(true)')).toEqual([false])
    expect(await cells('SELECT half(1)')).toEqual([0.5])
    expect(await cells('SELECT next(9223372036854775806)')).toEqual(['9223372036854775807'])
    expect(await cells("SELECT repeat_text('é😀', 2)")).toEqual(['é😀é😀'])
  })

  it('is not called for NULL, and can give it', async () => {
    const calls: string[] = []
    const seen: ScalarFunction = {
      name: 'seen',
      parameters: ['VARCHAR', 'VARCHAR'],
      result: 'VARCHAR',
      call: (a: string, b: string) => {
        calls.push(a + b)
        return a === 'none' ? null : a + b
      },
    }
    registerFunction(connection, seen)
    const rows = "(VALUES ('a', 'b'), (NULL, 'b'), ('a', NULL), ('none', 'b'), (NULL, NULL)) AS t(a, b)"
    expect(await cells(`SELECT seen(a, b) FROM ${rows}`)).toEqual(['ab', null, null, null, null])
    expect(calls).toEqual(['ab', 'noneb'])
  })

  it('answers for more rows than one chunk has', async () => {
    registerFunction(connection, repeat)
    const sql = "SELECT count(*) FROM range(10000) AS t(i) WHERE repeat_text('x', i % 7) = repeat('x', (i % 7)::BIGINT)"
    expect(await cells(sql)).toEqual(['10000'])
  })

  it('is known on every connection', async () => {
    registerFunction(connection, repeat)
    const other = await instance.connect()
    const reader = await other.runAndReadAll("SELECT repeat_text('x', 3)")
    expect(reader.getRowsJson()).toEqual([['xxx']])
    other.closeSync()
  })

  it('fails the query with the message that it throws', async () => {
    const refuse: ScalarFunction = {
      name: 'refuse',
      parameters: ['VARCHAR'],
      result: 'VARCHAR',
      call: (text: string) => {
        throw new RangeError(`${text} is none`)
      },
    }
    registerFunction(connection, refuse)
    await expect(cells("SELECT refuse('x' || i) FROM range(3) AS t(i)")).rejects.toThrow('x0 is none')
    expect(await cells('SELECT 1')).toEqual([1])
  })
})
