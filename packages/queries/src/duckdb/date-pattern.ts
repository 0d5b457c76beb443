import { type CalendarTime, MONTHS, type PartialTime, timeOf, WEEKDAYS } from './calendar.ts'

/** One field of a date pattern: how it is written, and how it is read. */
export interface DateField {
  print(time: CalendarTime): string
  /** A regular expression of the texts it reads; null where it only writes. */
  readonly reads: string | null
  /** The same where a number follows at once, as in `yyyyMMdd`: then it must leave digits over. */
  readonly readsBeforeNumber?: string
  readonly isNumber?: true
  read?(parts: ReadParts, text: string): void
}

/** What was read; an hour may come in two halves. */
export interface ReadParts extends PartialTime {
  hourOfHalfDay?: number
  isAfternoon?: boolean
}

/** A date pattern, whatever letters it was written in: fields, and texts that stand for themselves. */
export type DatePattern = readonly (DateField | string)[]

export function printTime(pattern: DatePattern, time: CalendarTime): string {
  return pattern.map(field => (typeof field === 'string' ? field : field.print(time))).join('')
}

/** A pattern made ready to read many texts. */
export interface DateReader {
  readonly expression: RegExp
  readonly fields: readonly DateField[]
}

/** @throws RangeError when a field of the pattern cannot be read */
export function dateReader(pattern: DatePattern): DateReader {
  const fields = pattern.filter(field => typeof field !== 'string')
  if (fields.some(field => field.reads === null)) throw new RangeError('this date pattern can be written, not read')
  const source = pattern.map((field, i) =>
    typeof field === 'string' ? literally(field) : reading(field, pattern[i + 1]),
  )
  return { expression: new RegExp(`^${source.join('')}$`, 'i'), fields }
}

function reading(field: DateField, next: DateField | string | undefined): string {
  const isBeforeNumber = typeof next === 'object' && next.isNumber
  return `(${(isBeforeNumber && field.readsBeforeNumber) || field.reads})`
}

/**
 * Milliseconds since the epoch of a text.
 *
 * @throws RangeError when the text does not fit, or names a day or an hour that does not exist
 */
export function readTime({ expression, fields }: DateReader, text: string): number {
  const match = expression.exec(text)
  if (!match) throw new RangeError(`${JSON.stringify(text)} does not fit the date pattern`)
  const parts: ReadParts = {}
  for (const [i, field] of fields.entries()) field.read?.(parts, match[i + 1]!)
  const { hourOfHalfDay, isAfternoon, ...rest } = parts
  if (hourOfHalfDay === undefined) return timeOf(rest)
  return timeOf({ ...rest, hour: (hourOfHalfDay % 12) + (isAfternoon ? 12 : 0) })
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

type NumberPart =
  | 'year'
  | 'month'
  | 'day'
  | 'dayOfYear'
  | 'week'
  | 'weekYear'
  | 'dayOfWeek'
  | 'hour'
  | 'minute'
  | 'second'

/** A number with at least so many digits; reading takes fewer, and at most `maxDigits`. */
export function numberField(part: NumberPart, minDigits: number, maxDigits = 2): DateField {
  return {
    isNumber: true,
    print: time => padded(time[part], minDigits),
    reads: `\\d{1,${Math.max(minDigits, maxDigits)}}`,
    read(parts, text) {
      parts[part] = Number(text)
    },
  }
}

/** A year of at least so many digits. */
export function yearField(part: 'year' | 'weekYear', minDigits: number): DateField {
  return { ...numberField(part, minDigits), reads: '[+-]?\\d{1,9}', readsBeforeNumber: `\\d{1,${minDigits}}` }
}

/** The last two digits of a year: 1970 to 2069. */
export function shortYearField(part: 'year' | 'weekYear'): DateField {
  return {
    isNumber: true,
    print: time => padded(Math.abs(time[part]) % 100, 2),
    reads: '\\d\\d',
    read(parts, text) {
      const year = Number(text)
      parts[part] = year < 70 ? 2000 + year : 1900 + year
    },
  }
}

/** An hour of a half day, counted from 1 to 12 or from 0 to 11. */
export function halfDayHourField(minDigits: number, first: 0 | 1): DateField {
  return {
    isNumber: true,
    print: ({ hour }) => padded(first === 0 ? hour % 12 : ((hour + 11) % 12) + 1, minDigits),
    reads: first === 0 ? '0?\\d|1[01]' : '0?[1-9]|1[0-2]',
    read(parts, text) {
      parts.hourOfHalfDay = Number(text)
    },
  }
}

/** An hour counted from 1 to 24. */
export function clockHourField(minDigits: number): DateField {
  return {
    isNumber: true,
    print: ({ hour }) => padded(hour === 0 ? 24 : hour, minDigits),
    reads: '0?[1-9]|1\\d|2[0-4]',
    read(parts, text) {
      parts.hour = Number(text) % 24
    },
  }
}

export const halfDayField: DateField = {
  print: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  reads: 'AM|PM',
  read(parts, text) {
    parts.isAfternoon = text.toUpperCase() === 'PM'
  },
}

/** A fraction of a second: so many digits written, up to `maxDigits` read. No finer than milliseconds. */
export function fractionField(digits: number, maxDigits = digits): DateField {
  return {
    isNumber: true,
    print: ({ millisecond }) => padded(millisecond, 3).padEnd(digits, '0').slice(0, digits),
    reads: `\\d{1,${maxDigits}}`,
    read(parts, text) {
      parts.millisecond = Number(text.padEnd(3, '0').slice(0, 3))
    },
  }
}

/** The name of a month, whole or its first three letters; either is read. */
export function monthNameField(isWhole: boolean): DateField {
  return {
    print: ({ month }) => nameOf(MONTHS, month, isWhole),
    reads: eitherName(MONTHS),
    read(parts, text) {
      parts.month = 1 + MONTHS.findIndex(name => isNamed(name, text))
    },
  }
}

/** The name of a day of the week; reading skips it, for the date decides. */
export function weekdayNameField(isWhole: boolean): DateField {
  return { print: ({ dayOfWeek }) => nameOf(WEEKDAYS, dayOfWeek, isWhole), reads: eitherName(WEEKDAYS) }
}

function nameOf(names: readonly string[], number: number, isWhole: boolean): string {
  const name = names[number - 1]!
  return isWhole ? name : name.slice(0, 3)
}

function eitherName(names: readonly string[]): string {
  return names.flatMap(name => [name, name.slice(0, 3)]).join('|')
}

function isNamed(name: string, text: string): boolean {
  return name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase()
}

function padded(number: number, digits: number): string {
  return (number < 0 ? '-' : '') + String(Math.abs(number)).padStart(digits, '0')
}
