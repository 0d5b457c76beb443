import { calendarTime } from './calendar.ts'
import {
  clockHourField,
  type DateField,
  type DatePattern,
  dateReader,
  fractionField,
  halfDayField,
  halfDayHourField,
  monthNameField,
  numberField,
  printTime,
  readTime,
  shortYearField,
  weekdayNameField,
  yearField,
} from './date-pattern.ts'
import { lastResult } from './last-result.ts'
import type { ScalarFunction } from './scalar-function.ts'

/**
 * What a run of one letter means in `format_datetime` and `parse_datetime`.
 *
 * Joda-Time, DateTimeFormat: numbers are padded to the length of the run, names are whole from four letters on.
 */
const LETTERS: Readonly<Record<string, (length: number) => DateField>> = {
  a: () => halfDayField,
  C: length => writeOnly(({ year }) => String(Math.floor(Math.abs(year) / 100)).padStart(length, '0')),
  D: length => numberField('dayOfYear', length, 3),
  d: length => numberField('day', length),
  E: length => weekdayNameField(length >= 4),
  e: length => numberField('dayOfWeek', length, 1),
  G: () => writeOnly(({ year }) => (year > 0 ? 'AD' : 'BC')),
  H: length => numberField('hour', length),
  h: length => halfDayHourField(length, 1),
  K: length => halfDayHourField(length, 0),
  k: length => clockHourField(length),
  M: length => (length >= 3 ? monthNameField(length >= 4) : numberField('month', length)),
  m: length => numberField('minute', length),
  S: length => fractionField(length),
  s: length => numberField('second', length),
  w: length => numberField('week', length),
  x: length => (length === 2 ? shortYearField('weekYear') : yearField('weekYear', length)),
  Y: length => (length === 2 ? shortYearField('year') : yearField('year', length)),
  y: length => (length === 2 ? shortYearField('year') : yearField('year', length)),
  Z: length => (length <= 2 ? offsetField(length === 2 ? ':' : '') : writeOnly(() => 'UTC')),
  z: length => writeOnly(() => (length >= 4 ? 'Coordinated Universal Time' : 'UTC')),
}

function writeOnly(print: DateField['print']): DateField {
  return { print, reads: null }
}

/** The offset from UTC: always zero when written, any when read. */
function offsetField(colon: string): DateField {
  return {
    print: () => `+00${colon}00`,
    reads: 'Z|[+-]\\d\\d:?\\d\\d',
    read(parts, text) {
      if (text.length === 1) return
      const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
      parts.offset = text.startsWith('-') ? -minutes : minutes
    },
  }
}

/** Runs of a letter, texts in apostrophes (two of them are one), and anything else for itself. */
const PIECE = /([A-Za-z])\1*|'((?:[^']|'')*)(?:'|$)|[^A-Za-z']+/gu

function jodaPattern(text: string): DatePattern {
  if (text === '') throw new RangeError('a date pattern must not be empty')
  return [...text.matchAll(PIECE)].map(({ 0: piece, 1: letter, 2: quoted }) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'")
    if (letter === undefined) return piece
    const field = LETTERS[letter]
    if (!field) throw new RangeError(`Illegal pattern component: ${piece}`)
    return field(piece.length)
  })
}

const patternOf = lastResult(jodaPattern)
const readerOf = lastResult(text => dateReader(jodaPattern(text)))

/** `joda_format(TIMESTAMP '2026-03-02 05:06:07', 'd MMM yyyy')` is `2 Mar 2026`. */
export const formatDatetimeFunction: ScalarFunction = {
  name: 'joda_format',
  parameters: ['TIMESTAMP', 'VARCHAR'],
  result: 'VARCHAR',
  call: (time: number, pattern: string) => printTime(patternOf(pattern), calendarTime(time)),
}

/** `joda_parse('2 Mar 2026', 'd MMM yyyy')` is 2026-03-02 00:00:00. */
export const parseDatetimeFunction: ScalarFunction = {
  name: 'joda_parse',
  parameters: ['VARCHAR', 'VARCHAR'],
  result: 'TIMESTAMP',
  call: (text: string, pattern: string) => readTime(readerOf(pattern), text),
}
