import { QueryError, rowObjects } from '../engine.ts'
import type { Check } from './finding.ts'

const TABLES = ['arrivals', 'sealed', 'receipts', 'dead_letters'] as const

/** Every table can be read from its first row to its last. */
export const readableCheck: Check = {
  name: 'tables',
  async run({ engine }) {
    const findings = []
    for (const table of TABLES) {
      const column = table === 'receipts' ? 'batch_id' : table === 'dead_letters' ? 'payload' : 'details'
      try {
        await rowObjects(await engine.query(`SELECT count(*) AS rows, sum(length(${column})) AS size FROM ${table}`))
      } catch (error) {
        if (!(error instanceof QueryError)) throw error
        findings.push({
          kind: 'table_unreadable',
          subject: table,
          message: error.message,
          repair: 'restore the file that the message names, or move it away and ingest its batch again',
        })
      }
    }
    return findings
  },
}
