import { count, rowsOf, sum, text, totalRows } from '../answer.ts'
import type { Finding, Findings } from '../block.ts'
import { dayCount } from '../days.ts'
import { several } from '../numbers.ts'
import type { AnswerRow, Answers, Period } from '../report.ts'
import { balanceText, daysWithoutEvents, rangesText } from './coverage.ts'

/** What a reader should know before the rest, the gravest first; and what was checked and is in order. */
export function exceptions(answers: Answers, period: Period): Findings {
  const findings = [
    events(answers),
    balance(answers),
    deadLetters(answers),
    loggingChanges(answers),
    repeatedFailures(answers),
    failures(answers),
    newPrincipals(answers, period),
    late(answers),
    unsaid(answers),
    quietDays(answers, period),
  ].flatMap(finding => finding ?? [])
  const rank = (finding: Finding) => LEVELS.indexOf(finding.level)
  return { kind: 'findings', findings: findings.sort((a, b) => rank(a) - rank(b)) }
}

const LEVELS: readonly Finding['level'][] = ['problem', 'review', 'in order']

function events(answers: Answers): Finding | null {
  if (count(rowsOf(answers, 'coverage')[0], 'events') > 0) return null
  return {
    level: 'problem',
    title: 'No event in the period',
    text: 'Either nothing happened, or nothing was delivered or ingested. A report without rows proves neither.',
    section: 'coverage',
  }
}

function balance(answers: Answers): Finding {
  const unbalanced = totalRows(answers, 'unbalanced-receipts')
  if (unbalanced === 0) {
    return { level: 'in order', title: 'Every receipt balances', text: balanceText(answers), section: 'coverage' }
  }
  return {
    level: 'problem',
    title: `${several(unbalanced, 'receipt does', 'receipts do')} not balance`,
    text: 'Not every piece that was received is stored, a repeat, a dead letter or empty. Events may be missing.',
    section: 'coverage',
  }
}

function deadLetters(answers: Answers): Finding {
  const open = sum(rowsOf(answers, 'dead-letters-by-reason'), 'open_letters')
  if (open === 0) {
    return {
      level: 'in order',
      title: 'No dead letter is open',
      text: 'Of the records that arrived since the period began, each could be read, or was mended since.',
      section: 'coverage',
    }
  }
  return {
    level: 'problem',
    title: `${several(open, 'dead letter is', 'dead letters are')} open`,
    text: 'Records that arrived since the period began could not be read. What they say is in no figure below: see audit-lake dead-letters.',
    section: 'coverage',
  }
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

function late(answers: Answers): Finding {
  const rows = rowsOf(answers, 'late-arrivals')
  const events = sum(rows, 'late_events')
  if (events === 0) {
    return {
      level: 'in order',
      title: 'No event arrived late',
      text: 'Each was there within 24 hours of when it happened.',
      section: 'coverage',
    }
  }
  const days = new Set(rows.map(row => row.event_date)).size
  return {
    level: 'review',
    title: `${several(events, 'event')} arrived more than 24 hours late`,
    text: `Reports made before their arrival lack them. They belong to ${several(days, 'day')}.`,
    section: 'coverage',
  }
}

function unsaid(answers: Answers): Finding | null {
  const [all] = rowsOf(answers, 'coverage')
  const gaps = [
    [count(all, 'without_actor'), 'who did it'],
    [count(all, 'without_client_ip'), 'from which address'],
    [count(all, 'without_status'), 'how it ended'],
  ] as const
  const said = gaps
    .filter(([events]) => events > 0)
    .map(([events, what]) => `${several(events, 'event does', 'events do')} not say ${what}`)
  if (said.length === 0) return null
  return {
    level: 'review',
    title: 'Some events leave something unsaid',
    text: `${said.join(', ')}. Records of 2023 have no address at all.`,
    section: 'coverage',
  }
}

function quietDays(answers: Answers, period: Period): Finding | null {
  const quiet = daysWithoutEvents(answers, period)
  const days = quiet.reduce((sum, range) => sum + range.days, 0)
  if (count(rowsOf(answers, 'coverage')[0], 'events') === 0) return null
  if (days === 0) {
    return {
      level: 'in order',
      title: 'Every day has events',
      text: 'No day of the period is empty.',
      section: 'coverage',
    }
  }
  return {
    level: 'review',
    title: `${several(days, 'day')} without events`,
    text: `${rangesText(quiet)}. Check that they were quiet: a gap in delivery looks the same.`,
    section: 'coverage',
  }
}
