import { gzipSync } from 'node:zlib'
import type { Event } from './event.ts'
import type { Random } from './random.ts'
import { RECORD_FORMS, type RecordForm, recordOf } from './record-forms.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Temporal delivers every two minutes what happened in them; this is how far behind it is here, at the most. */
const WINDOW_MS = 2 * MINUTE_MS
const DELAY_MS = 8 * MINUTE_MS
const REDELIVERED = 0.02
const RESENT = 0.015

/** A Kinesis record to be put, and when. */
export interface Put {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly data: Uint8Array
}

export interface Deliveries {
  readonly puts: readonly Put[]
  /** The bytes of the one record that was cut off on its way. */
  readonly poisoned: Uint8Array
}

/**
 * How the events come in: windows of two minutes as records of any framing, the form of the record changing over time,
 * some delivered again, some resent with a higher version, some hours missing and sent weeks later as the API has them,
 * one record cut off, and the empty one that the button "Verify" sends.
 *
 * @param from first moment of the traffic
 * @param to end of it
 */
export function deliveries(events: readonly Event[], from: number, to: number, random: Random): Deliveries {
  const ordered = events.toSorted((a, b) => a.time - b.time)
  const outage = { from: from + 0.55 * (to - from), to: from + 0.55 * (to - from) + 6 * HOUR_MS }
  const isLost = ({ time }: Event) => time >= outage.from && time < outage.to
  const puts: Put[] = [{ time: from, data: new Uint8Array(0) }]

  for (const window of windowsOf(ordered.filter(event => !isLost(event)))) {
    const time = window[0]!.time + WINDOW_MS + random.below(DELAY_MS)
    const data = framed(window, formAt((window[0]!.time - from) / (to - from)), random)
    puts.push({ time, data })
    if (random.chance(REDELIVERED)) puts.push({ time: time + random.below(DAY_MS), data })
    const resent = window.filter(() => random.chance(RESENT)).map(event => ({ ...event, version: 2 }))
    // the oldest form has no log_id by which a resent event could be known again
    if (resent.length > 0 && formAt((time - from) / (to - from)) !== '2023') {
      puts.push({ time: time + random.below(2 * DAY_MS), data: framed(resent, '2025', random) })
    }
  }

  for (const window of chunksOf(ordered.filter(isLost), 100)) {
    puts.push({ time: Math.min(to - HOUR_MS, outage.to + 21 * DAY_MS), data: framed(window, 'api', random) })
  }
  const poisoned = textOf(recordOf(ordered[Math.floor(ordered.length * 0.9)]!, '2025')).slice(0, -1)
  puts.push({ time: to - 3 * HOUR_MS, data: poisoned })
  return { puts: puts.filter(({ time }) => time < to).sort((a, b) => a.time - b.time), poisoned }
}

/** The generations follow one another: three months here stand for three years. */
function formAt(share: number): RecordForm {
  return RECORD_FORMS[share < 0.1 ? 0 : share < 0.35 ? 1 : share < 0.6 ? 2 : 3]!
}

function* windowsOf(events: readonly Event[]): Iterable<Event[]> {
  let window: Event[] = []
  for (const event of events) {
    if (window.length > 0 && event.time - window[0]!.time >= WINDOW_MS) {
      yield window
      window = []
    }
    window.push(event)
  }
  if (window.length > 0) yield window
}

function* chunksOf(events: readonly Event[], size: number): Iterable<Event[]> {
  for (let at = 0; at < events.length; at += size) yield events.slice(at, at + size)
}

/** How a Kinesis record holds several log records is not documented: every way that is understood is used here. */
function framed(events: readonly Event[], form: RecordForm, random: Random): Uint8Array {
  const texts = events.map(event => JSON.stringify(recordOf(event, form)))
  const text = random.pick([texts.join('\n'), `${texts.join('\n')}\n`, texts.join(''), `[${texts.join(',')}]`])
  const bytes = new TextEncoder().encode(text)
  return random.chance(0.3) ? gzipSync(bytes) : bytes
}

function textOf(record: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record))
}
