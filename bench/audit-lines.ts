import { companyOf } from '../packages/cli/src/demo/company.ts'
import { Random } from '../packages/cli/src/demo/random.ts'
import { recordOf } from '../packages/cli/src/demo/record-forms.ts'
import { ordinaryTraffic } from '../packages/cli/src/demo/traffic.ts'

const WEEK_MS = 7 * 86_400_000
const FIRST_DAY = Date.UTC(2026, 0, 5)

/**
 * Audit records of 2025's form as lines of JSON, the same for the same count: the demonstration's company, day after day,
 * in no order within a day.
 */
export function auditLines(count: number): string[] {
  const lines: string[] = []
  for (const line of endlessAuditLines()) if (lines.push(line) === count) break
  return lines
}

/** The same lines, one at a time, without end. */
export function* endlessAuditLines(): Generator<string, never> {
  const random = new Random(2025)
  const company = companyOf(random)
  for (let week = FIRST_DAY; ; week += WEEK_MS) {
    for (const event of ordinaryTraffic(company, week, week + WEEK_MS, random))
      yield JSON.stringify(recordOf(event, '2025'))
  }
}
