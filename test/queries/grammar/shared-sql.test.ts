import { savedQueries } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { brokenRules, SHARED_SQL_RULES } from './shared-sql.ts'

describe('the SQL that both engines answer alike', () => {
  it.each(SHARED_SQL_RULES)('tells an offender: $name', ({ name, offender }) => {
    expect(brokenRules(offender)).toEqual([name])
  })

  it('is not misled by strings, comments and quoted names', () => {
    const sql = `SELECT 'concat(1.5, varchar(3))' AS "listagg(x)" /* IGNORE NULLS \` */ FROM receipts -- MATCH_RECOGNIZE
      ORDER BY batch_id`
    expect(brokenRules(sql)).toEqual([])
  })

  it.each(savedQueries.map(({ name, sql }) => [name, sql]))('is kept to by %s', (_, sql) => {
    expect(brokenRules(sql)).toEqual([])
  })
})
