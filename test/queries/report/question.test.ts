import { knownTotal } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { first, total } from '../../../packages/queries/src/report/question.ts'
import { PERIOD } from './build.ts'

const questions = [first('failed-operations', 3, PERIOD), total('failed-operations', PERIOD)]
const [rows, count] = questions as [(typeof questions)[0], (typeof questions)[0]]
const answered = (number: number) => ({ 'failed-operations': Array.from({ length: number }, () => ({})) })

describe('knownTotal', () => {
  it('is the number of rows, when more were asked for', () => {
    expect(knownTotal(count, questions, answered(0))).toBe(0)
    expect(knownTotal(count, questions, answered(2))).toBe(2)
  })

  it('has to be asked when there may be more rows, or none are there yet', () => {
    expect(knownTotal(count, questions, answered(3))).toBeNull()
    expect(knownTotal(count, questions, {})).toBeNull()
  })

  it('is of no question that asks for rows', () => {
    expect(knownTotal(rows, questions, answered(2))).toBeNull()
  })
})
