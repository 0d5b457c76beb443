import { rowsOf, text, totalRows } from '../answer.ts'
import type { Finding, Findings } from '../block.ts'
import { gravestFirst } from '../gravest-first.ts'
import { logFindings } from '../log/log-findings.ts'
import { several } from '../numbers.ts'
import type { Answers, Period } from '../report.ts'
import type { Given } from '../report-parameters.ts'
import { isAsked } from './asked.ts'
import { answerName, idOf, type Part, type PartTable } from './composition.ts'

const MOST_NAMES = 5

/** What a reader should know before the rest: rows that should not be there, and how far the log can be relied on. */
export function composedFindings(parts: readonly Part[], answers: Answers, period: Period, told: Given): Findings {
  const ofRows = parts.flatMap(({ heading, tables }) =>
    tables.flatMap(table => findingOf(table, idOf(heading), answers, told) ?? []),
  )
  return { kind: 'findings', findings: gravestFirst([...ofRows, ...logFindings(answers, period)]) }
}

function findingOf(table: PartTable, section: string, answers: Answers, told: Given): Finding | null {
  const { finding, unasked } = table
  if (unasked && !isAsked(table, told)) return { level: 'review', ...unasked, section }
  if (!finding) return null
  const name = answerName(table)
  const total = totalRows(answers, name)
  if (total === 0)
    return { level: 'in order', title: finding.none, text: 'The question was asked; no row answers it.', section }
  const { names: column } = finding
  const found = column === undefined ? [] : rowsOf(answers, name).flatMap(row => text(row, column) ?? [])
  const names = [...new Set(found)].slice(0, MOST_NAMES)
  return {
    level: finding.level,
    title: several(total, finding.one, finding.many),
    text: finding.text,
    ...(names.length > 0 && { names }),
    section,
  }
}
