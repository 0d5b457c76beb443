import { castFor } from './cast.ts'
import { argumentsOf, call, isWord, type Node, placeAfter, sql } from './tree.ts'

/** What a call is rewritten to, given what stands in its parentheses; null leaves it as it is. */
type Rewrite = (nodes: readonly Node[], name: string) => Node[] | null

function renamed(name: string): Rewrite {
  return nodes => call(name, ...nodes)
}

/** The lambda's answers for all elements are made first: `any_match(x, e -> ...)` is `any_match(list_transform(x, e -> ...))`. */
const matching: Rewrite = (nodes, name) => call(name, ...call('list_transform', ...nodes))

/** DuckDB's concat passes over NULL, `||` does not. */
const concatenated: Rewrite = nodes => {
  const parts = argumentsOf(nodes)
  if (parts.length < 2) return null
  return call('', ...parts.flatMap((part, i) => [sql(i === 0 ? '(' : ' || ('), ...part, sql(')')]))
}

const ifElse: Rewrite = (nodes, name) => (argumentsOf(nodes).length === 2 ? call(name, ...nodes, sql(', NULL')) : null)

/** An exact count is within any error, and may have a FILTER. */
const countDistinct: Rewrite = nodes =>
  argumentsOf(nodes).length === 1 ? call('count', sql('DISTINCT '), ...nodes) : null

/** Of no rows it counts 0, and DuckDB's own gives NULL. */
const countTrue: Rewrite = nodes => call('count', sql('CASE WHEN ('), ...nodes, sql(') THEN 1 END'))

/**
 * Of n values in order, Trino takes the one behind `floor(n * percentage)` others; `quantile_disc` takes the one before
 * it when n * percentage is a whole number.
 */
const percentile: Rewrite = nodes => {
  const [values, percentage, ...others] = argumentsOf(nodes)
  if (!values || !percentage || others.length > 0) return null
  const isList = isWord(percentage[placeAfter(percentage, -1)], 'array')
  const behind = isList
    ? call('list_transform', ...percentage, sql(', p -> least(p + 1e-9, 1)'))
    : call('least', sql('('), ...percentage, sql(') + 1e-9, 1'))
  return call('quantile_disc', ...values, sql(', '), ...behind)
}

const FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    dow: 'isodow',
    day_of_week: 'isodow',
    day_of_month: 'day',
    day_of_year: 'doy',
    yow: 'isoyear',
    year_of_week: 'isoyear',
  }),
)

/** `EXTRACT(DOW FROM x)`: Monday is 1 in Trino, as in ISO 8601. */
const extracted: Rewrite = (nodes, name) => {
  const at = placeAfter(nodes, -1)
  const field = nodes[at]
  const other = field?.kind === 'word' ? FIELDS.get(field.text.toLowerCase()) : undefined
  return other === undefined ? null : call(name, ...nodes.slice(0, at), sql(other), ...nodes.slice(at + 1))
}

/** Functions that a macro cannot stand for: it takes no lambda, no FILTER, DISTINCT or OVER, and no types. */
export const CALLS: ReadonlyMap<string, Rewrite> = new Map(
  Object.entries({
    all_match: matching,
    any_match: matching,
    none_match: matching,
    transform: renamed('list_transform'),
    approx_distinct: countDistinct,
    approx_percentile: percentile,
    arbitrary: renamed('any_value'),
    bitwise_and_agg: renamed('bit_and'),
    bitwise_or_agg: renamed('bit_or'),
    bitwise_xor_agg: renamed('bit_xor'),
    every: renamed('bool_and'),
    cast: (nodes, name) => castFor(name, nodes),
    try_cast: (nodes, name) => castFor(name, nodes),
    concat: concatenated,
    count_if: countTrue,
    extract: extracted,
    format: renamed('printf'),
    if: ifElse,
  }),
)
