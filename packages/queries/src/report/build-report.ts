import { controlMatrix } from './controls/control-matrix.ts'
import { origin } from './log/coverage.ts'
import { limits } from './log/limits.ts'
import type { Provenance } from './provenance.ts'
import type { Answers, Period, Report, ReportModel } from './report.ts'
import { type Given, parametersSection, reportParameters } from './report-parameters.ts'

/** What a report states of itself. */
export interface ReportContext {
  readonly period: Period
  /** Parameters that its questions were given; the others are their defaults. */
  readonly given?: Given
  /** When it is made, in milliseconds since the epoch. */
  readonly generatedAt: number
  /** The program that makes it, such as `audit-lake 0.1.0`. */
  readonly generator?: string
  /** What the answers were made of. */
  readonly provenance?: Provenance
}

/**
 * Makes a report of the answers to its questions.
 *
 * @throws Error when a question has no answer: that is the caller's bug
 */
export function buildReport(report: Report, answers: Answers, context: ReportContext): ReportModel {
  const { name, title, description, scope } = report
  const { period, given = {}, generatedAt, generator = null, provenance = null } = context
  const questions = report.questions(period, given)
  const unanswered = questions.find(question => !Object.hasOwn(answers, question.name))
  if (unanswered) throw new Error(`report ${name}: the question ${unanswered.name} has no answer`)
  return {
    ...{ name, title, description, scope, period, generatedAt, generator, provenance },
    origin: origin(answers),
    sections: [
      ...report.sections(answers, period, given),
      ...parametersSection(report.parameters, reportParameters(report, given)),
      controlMatrix(questions, answers),
      { id: 'limits', heading: 'What the log cannot show', blocks: limits },
    ],
    questions,
  }
}
