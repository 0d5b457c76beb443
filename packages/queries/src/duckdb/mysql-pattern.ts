import { calendarTime } from './calendar.ts'
import {
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

const colon = ':'
const hour = numberField('hour', 2)
const hourOfHalfDay = halfDayHourField(2, 1)
const minute = numberField('minute', 2)
const second = numberField('second', 2)

/** The letters after `%` in `date_format` and `date_parse`. Trino: "Date and time functions", "MySQL date functions". */
const LETTERS: Readonly<Record<string, DatePattern>> = {
  a: [weekdayNameField(false)],
  b: [monthNameField(false)],
  c: [numberField('month', 1)],
  d: [numberField('day', 2)],
  e: [numberField('day', 1)],
  f: [fractionField(6, 9)],
  H: [hour],
  h: [hourOfHalfDay],
  I: [hourOfHalfDay],
  i: [minute],
  j: [numberField('dayOfYear', 3, 3)],
  k: [numberField('hour', 1)],
  l: [halfDayHourField(1, 1)],
  M: [monthNameField(true)],
  m: [numberField('month', 2)],
  p: [halfDayField],
  r: [hourOfHalfDay, colon, minute, colon, second, ' ', halfDayField],
  S: [second],
  s: [second],
  T: [hour, colon, minute, colon, second],
  v: [numberField('week', 2)],
  W: [weekdayNameField(true)],
  x: [yearField('weekYear', 4)],
  Y: [yearField('year', 4)],
  y: [shortYearField('year')],
}

/** Letters that MySQL knows and Trino refuses. */
const REFUSED = 'DUuVwX'

function mysqlPattern(text: string): DatePattern {
  if (text === '' || text === '%') throw new RangeError('a date pattern must not be empty')
  return [...text.matchAll(/%(.)|[^%]+|%$/gsu)].flatMap(([literal, letter]): readonly (DateField | string)[] => {
    if (letter === undefined) return [literal]
    if (REFUSED.includes(letter)) throw new RangeError(`%${letter} not supported in date format string`)
    return LETTERS[letter] ?? [letter]
  })
}

const patternOf = lastResult(mysqlPattern)
const readerOf = lastResult(text => dateReader(mysqlPattern(text)))

/** `mysql_format(TIMESTAMP '2026-03-02 05:06:07', '%e %b %Y')` is `2 Mar 2026`. */
export const dateFormatFunction: ScalarFunction = {
  name: 'mysql_format',
  parameters: ['TIMESTAMP', 'VARCHAR'],
  result: 'VARCHAR',
  call: (time: number, pattern: string) => printTime(patternOf(pattern), calendarTime(time)),
}

/** `mysql_parse('2 Mar 2026', '%e %b %Y')` is 2026-03-02 00:00:00. */
export const dateParseFunction: ScalarFunction = {
  name: 'mysql_parse',
  parameters: ['VARCHAR', 'VARCHAR'],
  result: 'TIMESTAMP',
  call: (text: string, pattern: string) => readTime(readerOf(pattern), text),
}
