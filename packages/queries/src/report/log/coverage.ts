import { cell, count, rowsOf, sum, text, totalRows } from '../answer.ts'
import type { Block, Table } from '../block.ts'
import { type DayRange, dayCount, missingDays } from '../days.ts'
import { counted, several } from '../numbers.ts'
import type { Answers, Period } from '../report.ts'
import { tableOf } from '../table-of.ts'

/** The days of the period in which nothing happened, or nothing arrived. */
export function daysWithoutEvents(answers: Answers, period: Period): DayRange[] {
  return missingDays(
    period,
    rowsOf(answers, 'activity-per-day').map(row => String(row.event_date)),
  )
}

/** How far the log reaches, what arrived, and what is wrong with it. */
export function coverage(answers: Answers, period: Period): Block[] {
  const [all] = rowsOf(answers, 'coverage')
  const quiet = daysWithoutEvents(answers, period)
  return [
    {
      kind: 'facts',
      facts: [
        { label: 'First event', value: cell(all, 'first_event') },
        { label: 'Last event', value: cell(all, 'last_event') },
        {
          label: 'Days with events',
          value: `${counted(count(all, 'days_with_events'))} of ${counted(dayCount(period))}`,
        },
        { label: 'Days without events', value: rangesText(quiet), note: quiet.length > 0 ? QUIET : undefined },
        { label: 'Last arrival', value: cell(all, 'last_arrival') },
        {
          label: 'Sent again by Temporal',
          value: count(all, 'sent_again'),
          note: 'events that came in a newer version, which is the one shown',
        },
      ].map(({ note, ...fact }) => (note === undefined ? fact : { ...fact, note })),
    },
    fieldsTable(answers),
    receiptsTable(answers, period),
    ...(totalRows(answers, 'unbalanced-receipts') > 0 ? [unbalancedTable(answers, period)] : []),
    deadLettersTable(answers, period),
    lateTable(answers, period),
  ]
}

const QUIET = 'a quiet day and a gap look the same here: when nothing happens, Temporal sends nothing'
const MOST_RANGES = 8
const MOST_LEDGER_ROWS = 12

/** @example rangesText([{ first: '2026-11-01', last: '2026-11-03', days: 3 }]) // '2026-11-01 to 2026-11-03' */
export function rangesText(ranges: readonly DayRange[]): string {
  if (ranges.length === 0) return 'none'
  const shown = ranges.slice(0, MOST_RANGES).map(({ first, last }) => (first === last ? first : `${first} to ${last}`))
  const more = ranges.slice(MOST_RANGES).reduce((days, range) => days + range.days, 0)
  return [...shown, ...(more > 0 ? [`and ${counted(more)} more days`] : [])].join(', ')
}

/** NIST 800-53 AU-3 asks what, when, where, source, outcome and identity of every event. */
function fieldsTable(answers: Answers): Table {
  const [all] = rowsOf(answers, 'coverage')
  const events = count(all, 'events')
  const rows = (
    [
      ['What happened', 0],
      ['When it happened', 0],
      ['Who did it', count(all, 'without_actor')],
      ['From which address', count(all, 'without_client_ip')],
      ['How it ended', count(all, 'without_status')],
    ] as const
  ).map(([says, without]) => [says, events - without, without, share(events - without, events)])
  return {
    kind: 'table',
    caption: 'What the events say',
    columns: [
      { label: 'An event should say', kind: 'text' },
      { label: 'Events that do', kind: 'count' },
      { label: 'Events that do not', kind: 'count' },
      { label: 'Share', kind: 'count' },
    ],
    rows: events === 0 ? [] : rows,
    onPage: rows.length,
    total: null,
    empty: 'There are no events.',
    all: null,
  }
}

function share(part: number, whole: number): string {
  // never rounded up to a whole that it is not
  const tenths = Math.floor((part / whole) * 1000)
  return `${(tenths / 10).toFixed(1)} %`
}

function receiptsTable(answers: Answers, period: Period): Table {
  return tableOf(answers, 'receipts-by-source', period, {
    caption: 'What arrived since the period began, by source',
    columns: [
      ['Source', 'source', 'text'],
      ['Batches', 'batches', 'count'],
      ['Received', 'received', 'count'],
      ['Stored', 'stored', 'count'],
      ['Repeats', 'repeats', 'count'],
      ['Dead letters', 'dead_letters', 'count'],
      ['Empty', 'empty', 'count'],
      ['Last arrival', 'last_arrival', 'time'],
    ],
    empty: 'Nothing arrived since the period began.',
    most: MOST_LEDGER_ROWS,
  })
}

function unbalancedTable(answers: Answers, period: Period): Table {
  return tableOf(answers, 'unbalanced-receipts', period, {
    caption: 'Receipts that do not balance',
    columns: [
      ['Written', 'written_at', 'time'],
      ['Batch', 'batch_id', 'code'],
      ['Received', 'received', 'count'],
      ['Stored', 'stored', 'count'],
      ['Repeats', 'repeats', 'count'],
      ['Dead letters', 'dead_letters', 'count'],
      ['Empty', 'empty', 'count'],
      ['Unaccounted for', 'unaccounted', 'count'],
    ],
    empty: 'Every receipt balances.',
  })
}

function deadLettersTable(answers: Answers, period: Period): Table {
  return tableOf(answers, 'dead-letters-by-reason', period, {
    caption: 'Records that could not become rows since the period began, by reason',
    columns: [
      ['Reason', 'reason', 'code'],
      ['Dead letters', 'letters', 'count'],
      ['Still open', 'open_letters', 'count'],
      ['Redriven', 'redriven_letters', 'count'],
      ['Last arrival', 'last_arrival', 'time'],
    ],
    empty: 'There are none: every record that arrived could be read.',
  })
}

function lateTable(answers: Answers, period: Period): Table {
  return tableOf(answers, 'late-arrivals', period, {
    caption: 'Events that arrived more than 24 hours late, by day and source',
    columns: [
      ['Day', 'event_date', 'text'],
      ['Source', 'source', 'text'],
      ['Events', 'late_events', 'count'],
      ['Longest delay in hours', 'longest_delay_hours', 'count'],
      ['Last arrival', 'last_arrival', 'time'],
    ],
    empty: 'No event arrived that late.',
    most: MOST_LEDGER_ROWS,
  })
}

/** How the account of a period's batches reads in one sentence. */
export function balanceText(answers: Answers): string {
  const receipts = rowsOf(answers, 'receipts-by-source')
  const part = (column: string, name: string) => `${counted(sum(receipts, column))} ${name}`
  const parts = [part('stored', 'stored'), part('repeats', 'repeats'), part('dead_letters', 'dead letters')]
  return `Since the period began, ${several(sum(receipts, 'batches'), 'batch', 'batches')} brought ${several(sum(receipts, 'received'), 'piece')}: ${parts.join(', ')}, ${part('empty', 'empty')}.`
}

const MOST_SOURCES = 3

/** Where the rows came from, and up to when. */
export function origin(answers: Answers): string {
  const receipts = rowsOf(answers, 'receipts-by-source')
  if (receipts.length === 0) return 'a lake in which nothing arrived since the period began'
  const names = receipts.slice(0, MOST_SOURCES).map(row => text(row, 'source') ?? '')
  const more = receipts.length > MOST_SOURCES ? ` and ${several(receipts.length - MOST_SOURCES, 'other source')}` : ''
  const last = receipts
    .map(row => text(row, 'last_written') ?? '')
    .sort()
    .at(-1)!
  const written = `${last.slice(0, 19).replace('T', ' ')} UTC`
  return `${several(sum(receipts, 'batches'), 'batch', 'batches')} of ${names.join(', ')}${more}, the last written ${written}`
}
