import type { Answers, Period, Report, ReportModel } from './report.ts'

/** What a report states of itself. */
export interface ReportContext {
  readonly period: Period
  /** When it is made, in milliseconds since the epoch. */
  readonly generatedAt: number
  /** The program that makes it, such as `audit-lake 0.1.0`. */
  readonly generator?: string
}

/**
 * Makes a report of the answers to its questions.
 *
 * @throws Error when a question has no answer: that is the caller's bug
 */
export function buildReport(report: Report, answers: Answers, context: ReportContext): ReportModel {
  const { name, title, description } = report
  const { period, generatedAt, generator = null } = context
  const questions = report.questions(period)
  const unanswered = questions.find(question => !Object.hasOwn(answers, question.name))
  if (unanswered) throw new Error(`report ${name}: the question ${unanswered.name} has no answer`)
  const sections = report.sections(answers, period)
  return {
    ...{ name, title, description, period, generatedAt, generator },
    origin: report.origin(answers),
    sections,
    questions,
  }
}
