import type { Finding, Findings } from '../block.ts'
import { logFindings } from '../log/log-findings.ts'
import type { Answers, Period } from '../report.ts'
import { activityFindings } from './activity-findings.ts'

const LEVELS: readonly Finding['level'][] = ['problem', 'review', 'in order']

/** What a reader should know before the rest, the gravest first; and what was checked and is in order. */
export function exceptions(answers: Answers, period: Period): Findings {
  const findings = [...activityFindings(answers, period), ...logFindings(answers, period)]
  const rank = (finding: Finding) => LEVELS.indexOf(finding.level)
  return { kind: 'findings', findings: findings.sort((a, b) => rank(a) - rank(b)) }
}
