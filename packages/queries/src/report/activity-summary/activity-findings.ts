import { count, rowsOf, sum, text, totalRows } from '../answer.ts'
import type { Finding } from '../block.ts'
import { dayCount } from '../days.ts'
import { several } from '../numbers.ts'
import type { AnswerRow, Answers, Period } from '../report.ts'

/** What was done that somebody should look at. */
export function activityFindings(answers: Answers, period: Period): Finding[] {
  return [
    loggingChanges(answers),
    repeatedFailures(answers),
    failures(answers),
    newPrincipals(answers, period),
  ].flatMap(finding => finding ?? [])
}

/** Operations that decide what is logged, and where to: PCI DSS 10.2.1.6. Temporal configures its sink by UpdateAccount too. */
function loggingChanges(answers: Answers): Finding | null {
  const rows = rowsOf(answers, 'activity-by-operation').filter(concernsLogging)
  const changes = sum(rows, 'events')
  if (changes === 0) return null
  return {
    level: 'review',
    title: `${several(changes, 'operation')} may have changed what is logged or exported`,
    text: 'The audit log sink, account settings (which hold the sink), or an export sink that was deleted:',
    names: rows.map(row => `${text(row, 'operation_name')} (${count(row, 'events')})`),
    section: 'activity',
  }
}

function concernsLogging({ resource_type, verb, operation_name }: AnswerRow): boolean {
  if (resource_type === 'account_audit_log_sink') return verb !== 'validate'
  return operation_name === 'UpdateAccount' || operation_name === 'DeleteNamespaceExportSink'
}

const MOST_NAMES = 5

function repeatedFailures(answers: Answers): Finding | null {
  const rows = rowsOf(answers, 'repeated-failures')
  const total = totalRows(answers, 'repeated-failures')
  if (total === 0) return null
  return {
    level: 'review',
    title: `${several(total, 'series', 'series')} of repeated failures`,
    text:
      total > MOST_NAMES
        ? `At least five times on one day. The ${MOST_NAMES} most often:`
        : 'At least five times on one day:',
    names: rows
      .slice(0, MOST_NAMES)
      .map(
        row =>
          `${text(row, 'actor') ?? 'nobody said'}, ${text(row, 'operation_name')} ${count(row, 'failed')} times on ${text(row, 'event_date')}`,
      ),
    section: 'failed-operations',
  }
}

function failures(answers: Answers): Finding {
  const [all] = rowsOf(answers, 'coverage')
  const failed = count(all, 'failed')
  if (failed === 0) {
    return {
      level: 'in order',
      title: 'No operation failed',
      text: 'Every event says that it succeeded.',
      section: 'failed-operations',
    }
  }
  return {
    level: 'review',
    title: `${several(failed, 'operation')} failed`,
    text: `Of ${several(count(all, 'events'), 'event')}: those with an error, and those that do not say how they ended.`,
    section: 'failed-operations',
  }
}

function newPrincipals(answers: Answers, period: Period): Finding | null {
  const rows = rowsOf(answers, 'new-principals')
  const total = totalRows(answers, 'new-principals')
  if (total === 0) return null
  return {
    level: 'review',
    title: `${several(total, 'principal')} not seen before`,
    text: `${historyText(answers, period)} ${total > MOST_NAMES ? `The first ${MOST_NAMES} to appear:` : 'In order of appearance:'}`,
    names: rows.slice(0, MOST_NAMES).map(row => text(row, 'actor') ?? ''),
    section: 'new-principals',
  }
}

const LONG_ENOUGH = 30 // days of history, to tell who is new

/** How much "not seen before" is worth. */
function historyText(answers: Answers, period: Period): string {
  const first = text(rowsOf(answers, 'history')[0], 'first_event')
  if (first === null) return 'The log has no events from before the period, so everybody is new to it.'
  const days = dayCount({ from: Date.parse(first), to: period.from })
  if (days >= LONG_ENOUGH) return 'Each should belong to somebody who was meant to have access.'
  return `The log reaches back only ${several(days, 'day')} before the period, so most may just be new to it.`
}
