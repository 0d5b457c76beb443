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

const SUBSTR = "WHEN start = 0 OR abs(start) > system.main.length(x) THEN ''"

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
  macro('substr', {
    '(x, start)': `CASE ${SUBSTR} ELSE system.main.substr(x, start) END`,
    '(x, start, size)': `CASE ${SUBSTR} WHEN size <= 0 THEN '' ELSE system.main.substr(x, start, size) END`,
  }),
  macro('substring', { '(x, start)': 'substr(x, start)', '(x, start, size)': 'substr(x, start, size)' }),
  macro('split', {
    '(x, separator)': 'string_split(x, separator)',
    '(x, separator, size)': `CASE WHEN len(string_split(x, separator)) <= size THEN string_split(x, separator)
      ELSE list_append(string_split(x, separator)[:size - 1],
        system.main.array_to_string(string_split(x, separator)[size:], separator)) END`,
  }),
  macro('split_part', {
    '(x, separator, i)': `CASE WHEN i < 1 THEN error('Index must be greater than zero') ELSE string_split(x, separator)[i] END`,
  }),
  macro('split_to_map', {
    '(x, between_entries, in_entry)': `map_from_entries(list_transform(string_split(x, between_entries),
      lambda entry: struct_pack(k := string_split(entry, in_entry)[1], v := string_split(entry, in_entry)[2])))`,
  }),
  macro('replace', {
    '(x, old)': "system.main.replace(x, old, '')",
    '(x, old, new)': `CASE WHEN old = '' THEN system.main.regexp_replace(x, '', new, 'g') ELSE system.main.replace(x, old, new) END`,
  }),
  macro('strpos', { '(x, part)': 'instr(x, part)' }),
  alias('codepoint', 'unicode'),
  macro('levenshtein_distance', { '(x, y)': 'levenshtein(x, y)' }),
  macro('hamming_distance', { '(x, y)': 'hamming(x, y)' }),
]
