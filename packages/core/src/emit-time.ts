/** A point in time as read from a record. */
export interface EmitTime {
  /** Milliseconds since the epoch. */
  readonly millis: number
  /** False when milliseconds in UTC do not say all the text said: finer digits, an offset, a leap second. */
  readonly exact: boolean
}

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))$/
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
  const [, year, month, day, hour, minute, second, fraction = '', zulu, sign, offsetHour = '0', offsetMinute = '0'] =
    match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null
  const local = date.getTime() + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000
  const millis = local + Number(fraction.slice(0, 3).padEnd(3, '0')) - (sign === '-' ? -offset : offset)
  if (!isInRange(Math.floor(millis / 1000))) return null
  return { millis, exact: zulu === 'Z' && text[10] === 'T' && second !== '60' && /^0*$/.test(fraction.slice(3)) }
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
