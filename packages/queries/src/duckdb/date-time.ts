import { isoDateFunction, isoTimestampFunction } from './iso-8601.ts'
import { formatDatetimeFunction, parseDatetimeFunction } from './joda-pattern.ts'
import { alias, macro } from './macro.ts'
import { dateFormatFunction, dateParseFunction } from './mysql-pattern.ts'

/**
 * Dates and times, as Trino's page "Date and time functions and operators" has them.
 *
 * DuckDB's timestamp with time zone is an instant: it does not know in which zone it was written. So what Trino gives a
 * zone (`at_timezone`, AT TIME ZONE) is here the clock's time in that zone, a timestamp without one: its parts, its date
 * and its text are right; comparing it with an instant is not.
 */
export const dateTimeFunctions = [
  dateFormatFunction,
  dateParseFunction,
  formatDatetimeFunction,
  parseDatetimeFunction,
  isoTimestampFunction,
  isoDateFunction,
]

const DATE_INTERVAL = `CASE lower(unit)
  WHEN 'day' THEN to_days(CAST(value AS INTEGER))
  WHEN 'week' THEN to_weeks(CAST(value AS INTEGER))
  WHEN 'month' THEN to_months(CAST(value AS INTEGER))
  WHEN 'quarter' THEN to_months(CAST(3 * value AS INTEGER))
  WHEN 'year' THEN to_years(CAST(value AS INTEGER))`
const UNKNOWN_UNIT = `ELSE error('''' || unit || ''' is not a unit of time that can be added') END`
const INTERVAL = `${DATE_INTERVAL}
  WHEN 'millisecond' THEN to_microseconds(1000 * CAST(value AS BIGINT))
  WHEN 'second' THEN to_microseconds(1000000 * CAST(value AS BIGINT))
  WHEN 'minute' THEN to_minutes(CAST(value AS BIGINT))
  WHEN 'hour' THEN to_hours(CAST(value AS BIGINT))
  ${UNKNOWN_UNIT}`

/** A zone as DuckDB knows it: `+05:30` is not among its names. */
const AT_ZONE = `CASE WHEN regexp_full_match(zone, '[+-]\\d\\d:\\d\\d')
  THEN system.main.timezone('UTC', CAST(x AS TIMESTAMPTZ)) + CAST(ltrim(zone, '+') || ':00' AS INTERVAL)
  ELSE system.main.timezone(zone, CAST(x AS TIMESTAMPTZ)) END`

export const dateTime = [
  // the result has the type of what is added to; a month later than a 31st is the last day of the month
  macro('date_add', {
    '(unit, value, x DATE)': `CAST(x + ${DATE_INTERVAL} ${UNKNOWN_UNIT} AS DATE)`,
    '(unit, value, x TIMESTAMP)': `x + ${INTERVAL}`,
    '(unit, value, x TIMESTAMPTZ)': `x + ${INTERVAL}`,
  }),
  // from one to the other: whole units that have passed, not boundaries that were crossed
  macro('date_diff', { '(unit, x, y)': 'date_sub(unit, x, y)' }),
  // the beginning of the unit that a time is in
  macro('date_trunc', {
    '(unit, x DATE)': 'CAST(system.main.date_trunc(unit, x) AS DATE)',
    '(unit, x TIMESTAMP)': 'system.main.date_trunc(unit, x)',
    '(unit, x TIMESTAMPTZ)': 'system.main.date_trunc(unit, x)',
  }),

  // parts; weeks are ISO 8601's, and Monday is 1
  alias('day_of_month', 'day'),
  alias('day_of_week', 'isodow'),
  alias('dow', 'isodow'),
  alias('day_of_year', 'dayofyear'),
  alias('doy', 'dayofyear'),
  alias('week_of_year', 'week'),
  alias('year_of_week', 'isoyear'),
  alias('yow', 'isoyear'),
  // of the second
  macro('millisecond', { '(x)': 'system.main.millisecond(x) % 1000' }),
  macro('last_day_of_month', { '(x)': 'last_day(x)' }),

  // texts: by letters after % as in MySQL, by Joda-Time's patterns, by ISO 8601
  macro('date', { '(x)': 'CAST(x AS DATE)' }),
  macro('date_format', { '(x, pattern)': 'mysql_format(CAST(x AS TIMESTAMP), pattern)' }),
  macro('date_parse', { '(x, pattern)': 'mysql_parse(x, pattern)' }),
  macro('format_datetime', { '(x, pattern)': 'joda_format(CAST(x AS TIMESTAMP), pattern)' }),
  macro('parse_datetime', { '(x, pattern)': 'CAST(joda_parse(x, pattern) AS TIMESTAMPTZ)' }),
  macro('from_iso8601_timestamp', { '(x)': 'CAST(iso_timestamp(x) AS TIMESTAMPTZ)' }),
  macro('from_iso8601_date', { '(x)': 'CAST(iso_date(x) AS DATE)' }),
  macro('to_iso8601', {
    '(x DATE)': 'CAST(x AS VARCHAR)',
    '(x TIMESTAMP)': "strftime(x, '%Y-%m-%dT%H:%M:%S.%g')",
    '(x TIMESTAMPTZ)': "strftime(CAST(x AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ')",
  }),

  // what TIMESTAMP '... +02:00' and CAST(... AS timestamp with time zone) are rewritten to
  macro('zoned_timestamp', {
    '(x)': 'CAST(x AS TIMESTAMPTZ)',
    '(x VARCHAR)': "CAST(system.main.regexp_replace(x, ' ([+-]\\d\\d:\\d\\d)$', '\\1') AS TIMESTAMPTZ)",
    '(x TIMESTAMPTZ)': 'x',
    '(x TIMESTAMP)': 'CAST(x AS TIMESTAMPTZ)',
  }),

  // seconds since the epoch, with a fraction
  macro('to_unixtime', { '(x)': 'epoch_us(x) / 1e6' }),
  macro('from_unixtime', {
    '(x)': 'to_timestamp(round(x * 1e3) / 1e3)',
    '(x, zone)': 'system.main.timezone(zone, to_timestamp(round(x * 1e3) / 1e3))',
  }),

  // what clocks of a zone show at an instant; AT TIME ZONE is timezone()
  macro('timezone', { '(zone, x)': AT_ZONE }),
  macro('at_timezone', { '(x, zone)': AT_ZONE }),
  // the instant at which clocks of a zone show a time
  macro('with_timezone', { '(x, zone)': 'system.main.timezone(zone, CAST(x AS TIMESTAMP))' }),
  macro('current_timezone', { '()': "current_setting('TimeZone')" }),
]
