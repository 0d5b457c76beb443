import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowObjects, type Value } from '../../../packages/lake/src/engine.ts'
import { type DuckDBEngine, openLocalLake } from '../../../packages/lake/src/local/index.ts'

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

/** What an expression over `x` gives for each value, all of them rows of one query. */
async function answers(expression: string, type: string, values: readonly (string | null)[]): Promise<Value[]> {
  const literals = values.map((value, i) => `(${i}, ${value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`})`)
  const rows = `(VALUES ${literals.join(', ')}) AS t(i, text)`
  const sql = `SELECT ${expression} AS answer FROM (SELECT i, CAST(text AS ${type}) AS x FROM ${rows}) ORDER BY i`
  return (await rowObjects(await engine.query(sql))).map(row => row.answer!)
}

/** A JSON text, and what `$.a["b c"][1]` in it is for SQL. */
interface Document {
  readonly text: string
  readonly scalar: string | null
}

const number = fc.stringMatching(/^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?$/).filter(n => n !== '-0')
const leaf: fc.Arbitrary<Document> = fc.oneof(
  fc
    .string({ unit: 'binary' })
    .filter(text => !text.includes('\0'))
    .map(text => ({ text: JSON.stringify(text), scalar: text })),
  number.map(text => ({ text, scalar: text })),
  fc.boolean().map(value => ({ text: String(value), scalar: String(value) })),
  fc.constantFrom('null', '{}', '[]', '{"a": 1}', '[1]').map(text => ({ text, scalar: null })),
)
const document: fc.Arbitrary<Document> = fc
  .tuple(
    leaf,
    fc.jsonValue().map(value => JSON.stringify(value)),
    fc.constantFrom('', ' ', '\n\t'),
  )
  .map(([{ text, scalar }, other, blank]) => ({
    text: `{"z": ${other},${blank}"a"${blank}: {"b c": [${other}, ${text}${blank}, ${other}]}}`,
    scalar,
  }))
const noDocument = fc
  .constantFrom('', '{', 'null', '[]', '{"a": {"b c": [1]}}', '{"a": {"b c": [1, 2]}', '{"a": {"b c": "x"}}', '1.5')
  .map(text => ({ text, scalar: null }))

describe('json_extract_scalar over rows', () => {
  it('is the exact text of what is no object, array or null', async () => {
    const documents = fc.array(fc.oneof({ arbitrary: document, weight: 9 }, noDocument), {
      minLength: 50,
      maxLength: 400,
    })
    await fc.assert(
      fc.asyncProperty(documents, async all => {
        const found = await answers(
          `json_extract_scalar(x, '$.a["b c"][1]')`,
          'varchar',
          all.map(({ text }) => text),
        )
        expect(found).toEqual(all.map(({ scalar }) => scalar))
      }),
      { numRuns: 20 },
    )
  })
})

const day = fc
  .date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9000-01-01T00:00:00Z'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 23).replace('T', ' '))
const times = fc.array(fc.option(day, { freq: 10 }), { minLength: 50, maxLength: 3000 })

describe('the calendar over rows', () => {
  it("is DuckDB's own, in weeks of ISO 8601, days of the year and days of the week", async () => {
    await fc.assert(
      fc.asyncProperty(times, async all => {
        const ours = await answers("format_datetime(x, 'xxxx w D e')", 'timestamp', all)
        const theirs = await answers(
          "concat_ws(' ', lpad(CAST(yow(x) AS varchar), 4, '0'), CAST(week(x) AS varchar), CAST(doy(x) AS varchar), CAST(dow(x) AS varchar))",
          'timestamp',
          all,
        )
        expect(ours).toEqual(theirs.map((text, i) => (all[i] === null ? null : text)))
      }),
      { numRuns: 5 },
    )
  })

  it.each(['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'])(
    'has passed as many whole %ss as date_diff says',
    async unit => {
      const other = `TIMESTAMP '2024-02-15 12:30:00.500'`
      const difference = `date_diff('${unit}', ${other}, x)`
      // one more in the same direction, and it is passed
      const further = `CASE WHEN x < ${other} THEN date_add('${unit}', ${difference} - 1, ${other}) < x
        ELSE date_add('${unit}', ${difference} + 1, ${other}) > x END`
      const reached = `CASE WHEN x < ${other} THEN date_add('${unit}', ${difference}, ${other}) >= x
        ELSE date_add('${unit}', ${difference}, ${other}) <= x END`
      await fc.assert(
        fc.asyncProperty(times, async all => {
          const found = await answers(`(${further}) AND (${reached})`, 'timestamp', all)
          expect(found).toEqual(all.map(text => text && true))
        }),
        { numRuns: 3 },
      )
    },
  )
})
