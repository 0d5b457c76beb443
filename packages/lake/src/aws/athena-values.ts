import type { Value } from '../engine.ts'
import { collection } from './athena-collections.ts'

/**
 * A value that Athena has written as text, as JSON has it: see `Value`.
 *
 * @param text undefined for NULL: Athena's API, unlike many readers of its CSV, tells it from an empty text
 * @param type Athena's name of the column's type, such as `timestamp with time zone`
 *
 * @example
 * athenaValue('2026-11-22 10:00:00.000', 'timestamp') // '2026-11-22T10:00:00.000Z'
 * athenaValue('9007199254740993', 'bigint')           // '9007199254740993'
 * athenaValue('[a, b]', 'array')                      // ['a', 'b']
 */
export function athenaValue(text: string | undefined, type: string): Value {
  if (text === undefined) return null
  switch (type) {
    case 'boolean':
      return text === 'true'
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return Number.isSafeInteger(Number(text)) ? Number(text) : text
    case 'real':
    case 'float':
    case 'double':
      return Number.isFinite(Number(text)) ? Number(text) : text
    case 'timestamp':
      return isoTime(text)
    case 'timestamp with time zone':
      return zonedTime(text)
    case 'array':
    case 'map':
    case 'row':
      return collection(text, type)
    default:
      return text
  }
}

/** `2026-11-22 10:00:00.000`, with as many digits as there are: JavaScript's dates have three, others are kept. */
function isoTime(text: string): string {
  const [, day, time, fraction = ''] = /^(\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?$/.exec(text) ?? []
  if (day === undefined) return text
  const digits = fraction.replace(/0+$/, '').padEnd(3, '0')
  return `${day}T${time}.${digits.length > 3 ? fraction.slice(0, 6).padEnd(6, '0') : digits}Z`
}

/** `2026-11-22 11:00:00.000 Europe/Berlin`: a moment, wherever its clock stands. */
function zonedTime(text: string): string {
  const cut = text.lastIndexOf(' ')
  const local = isoTime(text.slice(0, cut))
  const millis = Date.parse(`${local.slice(0, 23)}Z`)
  const offset = offsetOf(text.slice(cut + 1), millis)
  if (Number.isNaN(millis) || offset === null) return text
  return new Date(millis - offset).toISOString().slice(0, 23) + local.slice(23)
}

/** How far a zone's clock is ahead of UTC when it shows a time, in milliseconds; null for a zone that nobody knows. */
function offsetOf(zone: string, shown: number): number | null {
  if (zone === 'UTC' || zone === 'Z') return 0
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? []
  if (sign !== undefined) return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000
  const first = regionOffset(zone, shown)
  // looked up for the moment that the first answer makes of it: the clock may have been changed in between
  return first === null ? null : regionOffset(zone, shown - first)
}

function regionOffset(timeZone: string, moment: number): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment)
    const name = parts.find(({ type }) => type === 'timeZoneName')!.value
    return offsetOf(name === 'GMT' ? 'UTC' : name.slice(3), moment)
  } catch {
    return null
  }
}
