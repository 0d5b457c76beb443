import { count, rowsOf, sum, totalRows } from '../answer.ts'
import type { Finding } from '../block.ts'
import { several } from '../numbers.ts'
import type { Answers, Period } from '../report.ts'
import { balanceText, daysWithoutEvents, rangesText } from './coverage.ts'

/** How far the log can be relied on: what is missing from it, late, or unsaid. */
export function logFindings(answers: Answers, period: Period): Finding[] {
  return [
    events(answers),
    balance(answers),
    deadLetters(answers),
    late(answers),
    unsaid(answers),
    quietDays(answers, period),
  ].flatMap(finding => finding ?? [])
}

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
