/** A point in time as read from a record. */
export interface EmitTime {
  /** Milliseconds since the epoch. */
  readonly millis: number
  /** False when milliseconds in UTC do not say all the text said: finer digits, an offset, a leap second. */
  readonly exact: boolean
}

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/
const FIRST_SECOND = -62135596800 // 0001-01-01T00:00:00Z, as google.protobuf.Timestamp has it
const LAST_SECOND = 253402300799 // 9999-12-31T23:59:59Z

/**
 * Reads an RFC 3339 timestamp; 0 to any number of fraction digits.
 *
 * @returns null for anything else, 30 February and 25 o'clock included
 *
 * @example
 * parseTimestamp('2025-10-02T20:23:37.048Z')       // { millis: 1759436617048, exact: true }
 * parseTimestamp('2025-10-02T20:23:37.048123456Z') // { millis: 1759436617048, exact: false }
 */
export function parseTimestamp(text: string): EmitTime | null {
  const match = RFC_3339.exec(text)
  if (!match) return null
  const fraction = match[1] ?? ''
  const second = twoDigits(text, 17)
  const day = dayStart(text.slice(0, 10))
  if (day === null || twoDigits(text, 11) > 23 || twoDigits(text, 14) > 59 || second > 60) return null
  const offset = offsetMinutes(match[2]!)
  if (offset === null) return null
  const minutes = twoDigits(text, 11) * 60 + twoDigits(text, 14) - offset
  const millis = day + minutes * 60_000 + second * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'))
  if (!isInRange(Math.floor(millis / 1000))) return null
  return { millis, exact: match[2] === 'Z' && text[10] === 'T' && second < 60 && /^0*$/.test(fraction.slice(3)) }
}

/**
 * Reads the timestamp most records have, `"2025-10-02T20:23:37Z"` or with three fraction digits, straight from bytes.
 *
 * @param start of the opening quote
 * @param end after the closing quote
 * @returns milliseconds since the epoch, or null for any other form: see `parseTimestamp`
 */
export function plainMillis(bytes: Uint8Array, start: number, end: number): number | null {
  const length = end - start
  if (length !== PLAIN.length && length !== PLAIN_MILLIS.length) return null
  const form = length === PLAIN.length ? PLAIN : PLAIN_MILLIS
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i]!
    if (form[i] === DIGIT ? byte < 0x30 || byte > 0x39 : byte !== form[i]) return null
  }
  const year = twoDigitsAt(bytes, start + 1) * 100 + twoDigitsAt(bytes, start + 3)
  const month = twoDigitsAt(bytes, start + 6)
  const day = twoDigitsAt(bytes, start + 9)
  const hour = twoDigitsAt(bytes, start + 12)
  const minute = twoDigitsAt(bytes, start + 15)
  const second = twoDigitsAt(bytes, start + 18)
  // a second of 60 is a leap one: for the full parser to judge
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const fraction = form === PLAIN ? 0 : twoDigitsAt(bytes, start + 21) * 10 + bytes[start + 23]! - 0x30
  return ((daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction
}

function twoDigitsAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 10 + bytes[at + 1]! - 11 * 0x30
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const DIGIT = 0 // stands for any digit in a form; no byte of JSON text is 0
const [PLAIN, PLAIN_MILLIS] = ['"0000-00-00T00:00:00Z"', '"0000-00-00T00:00:00.000Z"'].map(form =>
  Uint8Array.from(form, character => (character === '0' ? DIGIT : character.charCodeAt(0))),
) as [Uint8Array, Uint8Array]

/** Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant's `days_from_civil`). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * 0x30
}

/** The start of a day `YYYY-MM-DD`, or null for one that no calendar has. */
function dayStart(day: string): number | null {
  let start = dayStarts.get(day)
  if (start === undefined) {
    const date = new Date(`${day}T00:00:00Z`)
    start = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? date.getTime() : null
    if (dayStarts.size < REMEMBER_AT_MOST) dayStarts.set(day, start)
  }
  return start
}

const dayStarts = new Map<string, number | null>()

/** `Z`, `+05:30`. */
function offsetMinutes(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0
  const hours = twoDigits(zone, 1)
  const minutes = twoDigits(zone, 4)
  if (hours > 23 || minutes > 59) return null
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}

const SECONDS_AND_NANOS = /^\{\s*"seconds"\s*:\s*-?\d+\s*(?:,\s*"nanos"\s*:\s*\d+\s*)?\}$/

/**
 * Reads a google.protobuf.Timestamp written as an object: the form of Temporal's API and of its UI's downloads.
 *
 * @param json a valid JSON text; `seconds` may be a text in it, as proto3 JSON writes 64-bit integers
 * @returns null for anything else
 *
 * @example
 * parseTimestampObject('{"seconds":1759436617,"nanos":48000000}') // { millis: 1759436617048, exact: true }
 */
export function parseTimestampObject(json: string): EmitTime | null {
  if (!json.startsWith('{')) return null
  const { seconds: written, nanos = 0 } = JSON.parse(json) as { seconds?: unknown; nanos?: unknown }
  const seconds = typeof written === 'string' && /^-?\d{1,12}$/.test(written) ? Number(written) : written
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || !isInRange(seconds)) return null
  if (typeof nanos !== 'number' || !Number.isInteger(nanos) || nanos < 0 || nanos > 999_999_999) return null
  const millis = Math.floor(nanos / 1e6)
  return { millis: seconds * 1000 + millis, exact: millis * 1e6 === nanos && SECONDS_AND_NANOS.test(json) }
}

/** The UTC day of a time: `2025-10-02`. */
export function utcDay(millis: number): string {
  const day = Math.floor(millis / 86_400_000)
  let text = days.get(day)
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 10)
    if (days.size < REMEMBER_AT_MOST) days.set(day, text)
  }
  return text
}

const days = new Map<number, string>()
const REMEMBER_AT_MOST = 10_000

function isInRange(second: number): boolean {
  return second >= FIRST_SECOND && second <= LAST_SECOND
}
