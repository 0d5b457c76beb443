import type { Receipt } from '@temporal-audit-lake/core'
import { several } from '@temporal-audit-lake/queries'
import { counted } from './output/numbers.ts'

/** Sums over receipts. */
export type Totals = Pick<Receipt, 'received' | 'stored' | 'late' | 'repeats' | 'dead_letters' | 'empty' | 'bytes'>

export const NOTHING: Totals = { received: 0, stored: 0, late: 0, repeats: 0, dead_letters: 0, empty: 0, bytes: 0 }

export function plus(a: Totals, b: Totals): Totals {
  return {
    received: a.received + b.received,
    stored: a.stored + b.stored,
    late: a.late + b.late,
    repeats: a.repeats + b.repeats,
    dead_letters: a.dead_letters + b.dead_letters,
    empty: a.empty + b.empty,
    bytes: a.bytes + b.bytes,
  }
}

/** @example '1,204 received: 1,200 stored, 3 repeats, 1 dead letter, 0 empty' */
export function totalsText({ received, stored, repeats, dead_letters, empty }: Totals): string {
  const parts = [
    `${counted(stored)} stored`,
    several(repeats, 'repeat'),
    several(dead_letters, 'dead letter'),
    `${counted(empty)} empty`,
  ]
  return `${counted(received)} received: ${parts.join(', ')}`
}
