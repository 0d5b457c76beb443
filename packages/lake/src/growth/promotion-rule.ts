import type { PromotedColumn } from '../catalog.ts'
import type { Growth } from './growth.ts'
import { type Promotion, whyNotPromotable, withPromotion } from './promotion.ts'

/** When the sealer gives a leaf a column without being asked. */
export interface PromotionRule {
  /** Of how many days, at least, events have the leaf. */
  readonly days: number
  /** How many promoted columns there are at most; people may promote more. 0: none by rule. */
  readonly columns: number
}

/** A month of days is no accident; a table of more columns is no help. */
export const PROMOTION_RULE: PromotionRule = { days: 30, columns: 200 }

const SCALARS = new Set(['text', 'number', 'boolean'])

/**
 * The leaves that are to be promoted by rule: those seen on most days first. One that never had a text, number, true or
 * false would make a column without a value.
 */
export function dueForPromotion(growth: Growth, promoted: readonly PromotedColumn[], rule: PromotionRule): string[] {
  const have = new Set(promoted.map(({ pointer }) => pointer))
  return Object.entries(growth.leaves)
    .filter(([pointer, { days, types }]) => {
      return days >= rule.days && types?.some(type => SCALARS.has(type)) && !have.has(pointer)
    })
    .filter(([pointer]) => whyNotPromotable(pointer) === null)
    .sort(([a, left], [b, right]) => right.days - left.days || (a < b ? -1 : 1))
    .map(([pointer]) => pointer)
    .slice(0, Math.max(0, rule.columns - promoted.length))
}

/** The promoted columns with those that are due by rule. */
export function promotedByRule(
  promoted: readonly Promotion[],
  published: readonly PromotedColumn[],
  due: readonly string[],
  at: string,
): readonly Promotion[] {
  return due.reduce((before, pointer) => withPromotion(before, published, pointer, { at, by: 'rule' }), promoted)
}
