// Parameters that are texts for the engines, but not any text: each reads what a person wrote, and gives the text for the
// engine, or null when it is none.

const MOST_CHARACTERS = 200

/** Days of the week by their numbers, Monday first: `1,2,3,4,5`. */
export function weekdays(text: string): string | null {
  return listOf(text, /^[1-7]$/)
}

/** Days with commas between; nothing for none. @example dates('2026-12-25, 2027-01-01') // '2026-12-25,2027-01-01' */
export function dates(text: string): string | null {
  return text === '' ? '' : listOf(text, /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
}

/** Names, addresses or ids with commas between; at least one. */
export function names(text: string): string | null {
  return listOf(text, /./)
}

function listOf(text: string, each: RegExp): string | null {
  const entries = text.split(',').map(entry => entry.trim())
  return entries.every(entry => each.test(entry)) ? entries.join(',') : null
}

/** A time zone that IANA lists. Differences to UTC, such as `+02:00`, are none: DuckDB does not know them. */
export function timezone(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) return null
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text
  } catch {
    return null
  }
}

const INSENSITIVE = /^\(\?i\)/ // all engines know it, but JavaScript does not
/** Lookaround and references back: DuckDB's expressions (RE2) have neither. */
const BEYOND_RE2 = /\(\?[=!<]|\\[1-9k]/

/** A regular expression that DuckDB and Athena both know; `(?i)` in front of it ignores case. */
export function pattern(text: string): string | null {
  if (text === '' || text.length > MOST_CHARACTERS || BEYOND_RE2.test(text)) return null
  try {
    new RegExp(text.replace(INSENSITIVE, ''))
    return text
  } catch {
    return null
  }
}
