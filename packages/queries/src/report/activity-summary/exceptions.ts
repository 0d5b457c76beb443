import type { Findings } from '../block.ts'
import { gravestFirst } from '../gravest-first.ts'
import { logFindings } from '../log/log-findings.ts'
import type { Answers, Period } from '../report.ts'
import { activityFindings } from './activity-findings.ts'

/** What a reader should know before the rest, the gravest first; and what was checked and is in order. */
export function exceptions(answers: Answers, period: Period): Findings {
  return {
    kind: 'findings',
    findings: gravestFirst([...activityFindings(answers, period), ...logFindings(answers, period)]),
  }
}
