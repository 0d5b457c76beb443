import { alias, macro } from './macro.ts'

/** One overload for each number of arguments from two to eight. */
function variadic(body: (parameters: readonly string[]) => string): Record<string, string> {
  const counts = [2, 3, 4, 5, 6, 7, 8]
  const parameters = (count: number) => Array.from({ length: count }, (_, i) => `x${i + 1}`)
  return Object.fromEntries(counts.map(count => [`(${parameters(count).join(', ')})`, body(parameters(count))]))
}

/** NULL if any argument is NULL; DuckDB's own passes over it. */
function nullIfAnyIs(name: string): Record<string, string> {
  return variadic(
    parameters =>
      `CASE WHEN ${parameters.map(parameter => `${parameter} IS NULL`).join(' OR ')} THEN NULL ELSE system.main.${name}(${parameters.join(', ')}) END`,
  )
}

/** The 64 bits of a number, without a sign. */
const UNSIGNED = 'CAST(x AS HUGEINT) & 18446744073709551615'

/** Numbers, as Trino's pages "Mathematical functions and operators" and "Bitwise functions" have them. */
export const numbers = [
  macro('greatest', nullIfAnyIs('greatest')),
  macro('least', nullIfAnyIs('least')),
  // what CAST(... AS integer) is rewritten to a cast of: halves go away from zero
  macro('whole_number_of', {
    '(x)': 'x',
    '(x BIGINT)': 'x',
    '(x VARCHAR)': 'x',
    '(x DOUBLE)': 'round(x)',
    '(x FLOAT)': 'round(x)',
  }),
  // without the digits behind the point
  macro('truncate', { '(x)': 'trunc(x)' }),
  // digits in a base of 2 to 36
  macro('to_base', { '(x, radix)': 'lower(system.main.to_base(x, radix))' }),
  alias('is_nan', 'isnan'),
  alias('is_finite', 'isfinite'),
  alias('is_infinite', 'isinf'),
  macro('nan', { '()': "CAST('NaN' AS DOUBLE)" }),
  macro('infinity', { '()': "CAST('Infinity' AS DOUBLE)" }),
  macro('e', { '()': 'exp(1)' }),

  // bits of whole numbers in two's complement
  macro('bitwise_and', { '(x, y)': 'x & y' }),
  macro('bitwise_or', { '(x, y)': 'x | y' }),
  macro('bitwise_xor', { '(x, y)': 'xor(x, y)' }),
  macro('bitwise_not', { '(x)': '~x' }),
  macro('bitwise_left_shift', { '(x, shift)': 'CASE WHEN shift >= 64 THEN 0 ELSE x << shift END' }),
  // zeros come in from the left, or the sign does
  macro('bitwise_right_shift', { '(x, shift)': `CAST((${UNSIGNED}) >> least(shift, 64) AS BIGINT)` }),
  macro('bitwise_right_shift_arithmetic', { '(x, shift)': 'x >> least(shift, 63)' }),
  // how many bits are set in a number of so many bits
  macro('bit_count', { '(x, bits)': `system.main.bit_count((${UNSIGNED}) & ((1::HUGEINT << bits) - 1))` }),
]
