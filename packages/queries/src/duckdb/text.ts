import { doubleText } from './java-double.ts'
import { alias, macro } from './macro.ts'
import type { ScalarFunction } from './scalar-function.ts'

/** `double_text(1234.5)` is `1.2345E3`. */
const doubleTextFunction: ScalarFunction = {
  name: 'double_text',
  parameters: ['DOUBLE'],
  result: 'VARCHAR',
  call: (value: number) => doubleText(value),
}

export const textFunctions = [doubleTextFunction]

const NOTHING_THERE = "WHEN start = 0 OR abs(start) > system.main.length(x) THEN ''"

/**
 * What CAST(... AS varchar) is rewritten to: times have milliseconds, doubles an exponent, JSON's strings no quotes.
 *
 * Each branch must be good for any type, and so goes by way of DuckDB's own text; the type is known ahead, and the other
 * branches are gone before the first row.
 */
const VARCHAR_OF = `CASE
  WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN double_text(TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
  WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE'
    THEN strftime(CAST(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g UTC')
  WHEN starts_with(typeof(x), 'TIMESTAMP') THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
  WHEN typeof(x) = 'JSON' THEN json_extract_string(CAST(x AS VARCHAR), '$')
  ELSE CAST(x AS VARCHAR) END`

/** Text, as Trino's page "String functions and operators" has it. Lengths and positions count code points, from 1. */
export const text = [
  macro('varchar_of', { '(x)': VARCHAR_OF }),

  // from a position on, or from so many characters before the end; empty where there is nothing
  macro('substr', {
    '(x, start)': `CASE ${NOTHING_THERE} ELSE system.main.substr(x, start) END`,
    '(x, start, size)': `CASE ${NOTHING_THERE} WHEN size <= 0 THEN '' ELSE system.main.substr(x, start, size) END`,
  }),
  macro('substring', { '(x, start)': 'substr(x, start)', '(x, start, size)': 'substr(x, start, size)' }),
  // the position of a text in another one, 0 where it is not in it
  macro('strpos', { '(x, part)': 'instr(x, part)' }),
  // with one text in place of another; an empty one is between any two characters
  macro('replace', {
    '(x, old)': "system.main.replace(x, old, '')",
    '(x, old, new)': `CASE WHEN old = '' THEN system.main.regexp_replace(x, '', new, 'g')
      ELSE system.main.replace(x, old, new) END`,
  }),

  // the pieces between separators, the last one with all the rest when there may be so many only
  macro('split', {
    '(x, separator)': 'string_split(x, separator)',
    '(x, separator, size)': `CASE WHEN len(string_split(x, separator)) <= size THEN string_split(x, separator)
      ELSE list_append(string_split(x, separator)[:size - 1],
        array_to_string(string_split(x, separator)[size:], separator)) END`,
  }),
  // one of the pieces, NULL where there are fewer
  macro('split_part', {
    '(x, separator, i)': `CASE WHEN i < 1 THEN error('Index must be greater than zero')
      ELSE string_split(x, separator)[i] END`,
  }),
  // 'a=1,b=2' as a map
  macro('split_to_map', {
    '(x, between_entries, in_entry)': `map_from_entries(list_transform(string_split(x, between_entries),
      lambda __e: struct_pack(k := string_split(__e, in_entry)[1], v := string_split(__e, in_entry)[2])))`,
  }),

  // the code point of a character
  alias('codepoint', 'unicode'),
  // how many changes make one text of another, and in how many places two of one length differ
  macro('levenshtein_distance', { '(x, y)': 'levenshtein(x, y)' }),
  macro('hamming_distance', { '(x, y)': 'hamming(x, y)' }),
]
