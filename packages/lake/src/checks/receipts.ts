import { rowObjects } from '../engine.ts'
import type { Check } from './finding.ts'

const UNBALANCED = `SELECT batch_id, received, stored, repeats, dead_letters, empty FROM receipts
WHERE received <> stored + repeats + dead_letters + empty ORDER BY batch_id LIMIT 100`

/** Every receipt balances: nothing that was received is unaccounted for. */
export const receiptsCheck: Check = {
  name: 'receipts',
  async run({ engine }) {
    const rows = await rowObjects(await engine.query(UNBALANCED))
    return rows.map(({ batch_id, received, stored, repeats, dead_letters, empty }) => ({
      kind: 'receipt_unbalanced',
      subject: String(batch_id),
      message: `${received} received, but ${stored} stored + ${repeats} repeats + ${dead_letters} dead letters + ${empty} empty`,
      repair: 'deliver the batch again, and report the bug: the program checks this before it writes',
    }))
  },
}
