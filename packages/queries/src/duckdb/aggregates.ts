import { macro } from './macro.ts'

/**
 * Aggregates, as Trino's page "Aggregate functions" has them, that are not renamed by the rewriter.
 *
 * These are macros: they take no FILTER, DISTINCT, ORDER BY or OVER.
 */
export const aggregates = [
  // the exact number, which is within any error
  macro('approx_distinct', { '(x)': 'count(DISTINCT x)', '(x, e)': 'count(DISTINCT x)' }),
  macro('map_agg', { '(k, v)': 'map(list(k), list(v))' }),
]
