import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { savedQueries } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { auditorsQuestions } from '../../tools/auditors-questions.ts'
import { PAGE, questionsPage } from '../../tools/questions-page.ts'

describe('the page of questions', () => {
  it('is as the queries are: npx tsx tools/questions-page.ts', () => {
    expect(readFileSync(join(import.meta.dirname, '../..', PAGE), 'utf8')).toBe(questionsPage())
  })

  it.each(auditorsQuestions)('answers "$question", or says why the log cannot', ({ queries, missing, group }) => {
    expect(queries.length > 0 || missing).toBeTruthy()
    const [best, ...others] = queries.map(name => savedQueries.find(query => query.name === name))
    if (queries.length > 0) expect(best?.group).toBe(group)
    expect(others).not.toContain(undefined)
  })

  it('has a query for all that can be asked, and at least 50 of them', () => {
    expect(auditorsQuestions).toHaveLength(52)
    expect(savedQueries.length).toBeGreaterThanOrEqual(50)
  })
})
