import type { ReportModel } from '@temporal-audit-lake/queries'
import { findingsOf } from './store/stored-run.ts'

/** What is told of a report: counts and our own words, nothing that stands in a record. */
export interface Mail {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  /** The key of the file to look at first. */
  readonly key: string
}

/**
 * The summary of a report for a mail.
 *
 * @example
 * mailOf(model, ['ana@example.com'], key).subject // 'Access review, 2026-10-01 to 2026-11-01: 2 to review'
 */
export function mailOf(model: ReportModel, to: readonly string[], key: string): Mail {
  const findings = findingsOf(model).filter(({ level }) => level !== 'in order')
  const problems = findings.filter(({ level }) => level === 'problem').length
  const counts = [
    ...(problems > 0 ? [`${problems} ${problems === 1 ? 'problem' : 'problems'}`] : []),
    ...(findings.length > problems ? [`${findings.length - problems} to review`] : []),
  ]
  const [from, end] = [model.period.from, model.period.to].map(time => new Date(time).toISOString().slice(0, 16))
  const days = [from, end].map(time => time!.replace('T00:00', '')).join(' to ')
  return {
    ...{ to, key },
    subject: `${model.title}, ${days}: ${counts.join(', ') || 'nothing to review'}`,
    text: [
      model.description,
      `Period: ${days} UTC.`,
      findings.length === 0 ? 'Everything that was checked is in order.' : 'Exceptions:',
      ...findings.map(({ level, title }) => `- ${level === 'problem' ? 'Problem' : 'To review'}: ${title}`),
    ].join('\n'),
  }
}
