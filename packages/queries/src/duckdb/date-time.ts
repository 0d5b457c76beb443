import { macro } from './macro.ts'

/** `value` units as an interval; a unit that Trino does not know is an error. */
const INTERVAL = `CASE lower(unit)
  WHEN 'millisecond' THEN to_milliseconds(value)
  WHEN 'second' THEN to_seconds(value)
  WHEN 'minute' THEN to_minutes(value)
  WHEN 'hour' THEN to_hours(value)
  WHEN 'day' THEN to_days(value::INTEGER)
  WHEN 'week' THEN to_weeks(value::INTEGER)
  WHEN 'month' THEN to_months(value::INTEGER)
  WHEN 'quarter' THEN to_months(3 * value::INTEGER)
  WHEN 'year' THEN to_years(value::INTEGER)
  ELSE error('date_add: ' || unit || ' is not a unit') END`

export const dateTime = [
  macro('date_add', {
    '(unit, value, x DATE)': `CAST(x + ${INTERVAL} AS DATE)`,
    '(unit, value, x TIMESTAMP)': `x + ${INTERVAL}`,
    '(unit, value, x TIMESTAMPTZ)': `x + ${INTERVAL}`,
  }),
  macro('date_diff', { '(unit, x, y)': 'date_sub(unit, x, y)' }),
  macro('from_iso8601_timestamp', { '(x)': 'CAST(x AS TIMESTAMPTZ)' }),
  macro('from_iso8601_date', { '(x)': 'CAST(x AS DATE)' }),
  macro('to_unixtime', { '(x)': 'epoch(x)' }),
  macro('from_unixtime', { '(x)': 'to_timestamp(x)' }),
  macro('date', { '(x)': 'CAST(x AS DATE)' }),
  macro('timezone', { '(zone, x)': 'system.main.timezone(zone, CAST(x AS TIMESTAMPTZ))' }),
  macro('at_timezone', { '(x, zone)': 'system.main.timezone(zone, CAST(x AS TIMESTAMPTZ))' }),
  macro('with_timezone', { '(x, zone)': 'system.main.timezone(zone, CAST(x AS TIMESTAMP))' }),
  macro('day_of_week', { '(x)': 'isodow(x)' }),
  macro('day_of_year', { '(x)': 'dayofyear(x)' }),
  macro('week_of_year', { '(x)': 'weekofyear(x)' }),
  macro('year_of_week', { '(x)': 'isoyear(x)' }),
  macro('last_day_of_month', { '(x)': 'last_day(x)' }),
  macro('date_format', { '(x, pattern)': 'date_format_text(CAST(x AS TIMESTAMP), pattern)' }),
]
