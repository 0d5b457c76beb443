import { rowObjects } from '../engine.ts'
import type { Check } from './finding.ts'

const OPEN = `SELECT reason, count(*) AS letters, min(dead_letter_id) AS example FROM dead_letters
WHERE redriven_at IS NULL GROUP BY reason ORDER BY reason`

/** No dead letter waits for somebody. */
export const deadLettersCheck: Check = {
  name: 'dead letters',
  async run({ engine }) {
    const rows = await rowObjects(await engine.query(OPEN))
    return rows.map(({ reason, letters, example }) => ({
      kind: 'dead_letters_open',
      subject: String(reason),
      message: `${letters} pieces are no rows, such as ${example}`,
      repair: `audit-lake dead-letters show ${example}, then redrive`,
    }))
  },
}
