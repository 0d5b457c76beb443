import { count, rowsOf, sum, text, totalRows } from '../answer.ts'
import type { Bars, Block, Figures } from '../block.ts'
import { dayCount } from '../days.ts'
import { coverage } from '../log/coverage.ts'
import { logQuestions } from '../log/log-questions.ts'
import { overTime } from '../log/over-time.ts'
import { several } from '../numbers.ts'
import { first, MOST_ROWS, total } from '../question.ts'
import type { AnswerRow, Answers, Period, Question, Report, Section } from '../report.ts'
import { type Given, reportParameters } from '../report-parameters.ts'
import { tableOf } from '../table-of.ts'
import { askingOf, isAsked, parametersTaken } from './asked.ts'
import { composedFindings } from './composed-findings.ts'
import { answerName, type Composition, idOf, type Part, type PartTable } from './composition.ts'

/** Makes a report of what describes it: exceptions first, then figures, the log itself, and section by section. */
export function compose(composition: Composition): Report {
  const { name, title, description, scope, sections } = composition
  const tables = sections.flatMap(({ tables }) => tables)
  const parameters = parametersTaken(tables)
  const asked = (told: Given) => tables.filter(table => isAsked(table, told))
  return {
    ...{ name, title, description, scope, parameters },
    questions(period, given = {}) {
      const told = reportParameters({ name, parameters }, given)
      return [...logQuestions(period), ...asked(told).flatMap(table => questionsOf(table, period, given))]
    },
    sections(answers, period, given = {}) {
      const told = reportParameters({ name, parameters }, given)
      return [
        { id: 'exceptions', heading: 'Exceptions', blocks: [composedFindings(sections, answers, period, told)] },
        { id: 'figures', heading: 'At a glance', blocks: [figures(asked(told), answers, period)] },
        { id: 'coverage', heading: 'How complete the log is', blocks: coverage(answers, period) },
        ...(hasEvents(answers) ? [{ id: 'activity', heading: 'Activity', blocks: [overTime(answers, period)] }] : []),
        ...sections.map(part => section(part, answers, period, { given, told })),
      ]
    },
  }
}

/** What the log itself answers under the same name is not asked twice. */
function questionsOf(table: PartTable, period: Period, given: Given): Question[] {
  const asking = askingOf(table, period, given)
  if (logQuestions(period).some(question => question.name === asking.name)) return []
  return [first(table.query, MOST_ROWS, period, asking), total(table.query, period, asking)]
}

function hasEvents(answers: Answers): boolean {
  return count(rowsOf(answers, 'coverage')[0], 'events') > 0
}

function figures(tables: readonly PartTable[], answers: Answers, period: Period): Figures {
  const [all] = rowsOf(answers, 'coverage')
  return {
    kind: 'figures',
    figures: [
      { label: 'Events', value: count(all, 'events'), note: `in ${several(dayCount(period), 'day')}` },
      { label: 'Principals', value: count(all, 'principals'), note: 'users and service accounts that did something' },
      ...tables.flatMap(table =>
        table.figure === undefined ? [] : [{ label: table.figure, value: totalRows(answers, answerName(table)) }],
      ),
    ],
  }
}

/** What was given, and with it the defaults of the rest. */
interface Parameters {
  readonly given: Given
  readonly told: Given
}

function section({ heading, text, tables }: Part, answers: Answers, period: Period, parameters: Parameters): Section {
  const before = typeof text === 'function' ? text(parameters.told) : text
  const after = tables.flatMap(table => blocks(table, answers, period, parameters))
  return { id: idOf(heading), heading, blocks: [...(before === undefined ? [] : [textBlock(before)]), ...after] }
}

function textBlock(text: string): Block {
  return { kind: 'text', text }
}

function blocks(table: PartTable, answers: Answers, period: Period, { given, told }: Parameters): Block[] {
  if (!isAsked(table, told)) return table.unasked ? [textBlock(table.unasked.text)] : []
  const name = answerName(table)
  const rows = rowsOf(answers, name)
  return [
    ...(table.bars && rows.length > 0 ? [barsOf(table.bars, rows)] : []),
    tableOf(answers, name, period, table, { query: table.query, given: askingOf(table, period, given).given }),
  ]
}

const MOST_BARS = 12

/** Rows put together by a column, the most first. */
function barsOf({ caption, of, column }: NonNullable<PartTable['bars']>, rows: readonly AnswerRow[]): Bars {
  const counts = new Map<string | null, number>()
  for (const row of rows) counts.set(text(row, column), (counts.get(text(row, column)) ?? 0) + 1)
  const bars = [...counts]
    .map(([label, count]) => ({ label, count, failed: null }))
    .sort((a, b) => b.count - a.count || ((a.label ?? '') < (b.label ?? '') ? -1 : 1))
  const shown = bars.slice(0, MOST_BARS)
  return { kind: 'bars', caption, of, counts: 'Rows', bars: shown, others: rows.length - sum(shown, 'count') }
}
