import { commandOf } from '../question.ts'
import type { Question, ReportModel } from '../report.ts'
import { UNPRINTABLE } from '../visible.ts'

/** The version of the format, raised when a member changes its meaning or goes away. */
const FORMAT_VERSION = 1

/**
 * A report as JSON, in the format of `docs/report.schema.json`: everything that the model has, every row included.
 *
 * Characters that cannot be seen are escaped, so that a terminal may show the file.
 */
export function renderJson(model: ReportModel): string {
  const { period, generatedAt, questions, ...rest } = model
  const report = {
    version: FORMAT_VERSION,
    ...rest,
    period: { from: iso(period.from), to: iso(period.to) },
    generatedAt: iso(generatedAt),
    questions: questions.map(questionOf),
  }
  return `${JSON.stringify(report, null, 2).replace(UNPRINTABLE, escaped)}\n`
}

function questionOf(question: Question): object {
  const { name, query, given, sql, parameters } = question
  const { title, description, meaning, controls } = query
  const command = commandOf(question)
  return { name, query: query.name, title, description, meaning, controls, given, command, sql, parameters }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

/** The line breaks are those of the layout: within texts they are escaped already. */
function escaped(character: string): string {
  if (character === '\n') return character
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
