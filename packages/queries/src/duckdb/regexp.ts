import { macro } from './macro.ts'
import type { ScalarFunction } from './scalar-function.ts'

/** `re2_replacement('[$1] \$', '(a)')` is `[\1] $`: RE2 writes groups with a backslash, and knows them by number only. */
const replacementFunction: ScalarFunction = {
  name: 're2_replacement',
  parameters: ['VARCHAR', 'VARCHAR'],
  result: 'VARCHAR',
  call: (replacement: string, pattern: string) =>
    replacement.replace(/\\(.)|\$(\d)|\$\{(\w+)\}|./gsu, (piece, escaped, group, name) => {
      if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped
      if (group !== undefined) return `\\${group}`
      return name === undefined ? piece : `\\${groupNumber(pattern, name)}`
    }),
}

function groupNumber(pattern: string, name: string): number {
  const groups = [...pattern.replace(/\\./gs, '').matchAll(/\((?!\?)|\(\?P?<(\w+)>/g)]
  const index = groups.findIndex(([, groupName]) => groupName === name)
  if (index < 0) throw new RangeError(`there is no group ${name} in the pattern ${pattern}`)
  return index + 1
}

/** `re2_pattern('(?<n>a)')` is `(?P<n>a)`. */
const patternFunction: ScalarFunction = {
  name: 're2_pattern',
  parameters: ['VARCHAR'],
  result: 'VARCHAR',
  call: (pattern: string) => pattern.replace(/\\.|\(\?<(?=\w)/gs, piece => (piece === '(?<' ? '(?P<' : piece)),
}

export const regexpFunctions = [replacementFunction, patternFunction]

/**
 * Regular expressions, as Trino's page "Regular expression functions" has them, as far as RE2 goes.
 *
 * RE2 never takes more than linear time, and for that it has no look-around, no back-references and no possessive
 * quantifiers: an error says so. A group that took no part in a match is an empty text here and NULL in Trino.
 */
export const regexp = [
  // whether it matches anywhere
  macro('regexp_like', { '(x, pattern)': 'regexp_matches(x, re2_pattern(pattern))' }),
  // the first match, or a group of it; NULL where there is none
  macro('regexp_extract', {
    '(x, pattern)':
      'CASE WHEN regexp_matches(x, re2_pattern(pattern)) THEN system.main.regexp_extract(x, re2_pattern(pattern)) END',
    '(x, pattern, n)':
      'CASE WHEN regexp_matches(x, re2_pattern(pattern)) THEN system.main.regexp_extract(x, re2_pattern(pattern), n) END',
  }),
  // all matches, or a group of each
  macro('regexp_extract_all', {
    '(x, pattern)': 'system.main.regexp_extract_all(x, re2_pattern(pattern))',
    '(x, pattern, n)': 'system.main.regexp_extract_all(x, re2_pattern(pattern), n)',
  }),
  // without the matches, or with a text for each of them, in which $1 and ${name} are groups
  macro('regexp_replace', {
    '(x, pattern)': "system.main.regexp_replace(x, re2_pattern(pattern), '', 'g')",
    '(x, pattern, new)': "system.main.regexp_replace(x, re2_pattern(pattern), re2_replacement(new, pattern), 'g')",
  }),
  // how many matches there are
  macro('regexp_count', { '(x, pattern)': 'len(system.main.regexp_extract_all(x, re2_pattern(pattern)))' }),
  // the position of the first match, -1 where there is none
  macro('regexp_position', {
    '(x, pattern)': `CASE WHEN regexp_matches(x, re2_pattern(pattern))
      THEN length(system.main.regexp_extract(x, '^((?s:.*?))(?:' || re2_pattern(pattern) || ')', 1)) + 1 ELSE -1 END`,
  }),
  // the pieces between matches
  macro('regexp_split', { '(x, pattern)': 'regexp_split_to_array(x, re2_pattern(pattern))' }),
]
