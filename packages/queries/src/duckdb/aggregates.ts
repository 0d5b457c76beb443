import { macro } from './macro.ts'

/**
 * Aggregates, as Trino's page "Aggregate functions" has them, that the rewriter does not rename.
 *
 * These are macros: they take no FILTER, DISTINCT, ORDER BY or OVER.
 */
export const aggregates = [
  // about how many values there are, within an error; the exact number is within any
  macro('approx_distinct', { '(x, e)': 'count(DISTINCT x)' }),
  // a map of keys and values; no key may come twice
  macro('map_agg', { '(k, v)': 'map(list(k), list(v))' }),
]
