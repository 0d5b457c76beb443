import { macro } from './macro.ts'

/** Whether any is true; NULL if none is, but one is unknown. */
const ANY_TRUE = `CASE WHEN flags IS NULL THEN NULL
  WHEN list_contains(flags, true) THEN true
  WHEN list_count(flags) < len(flags) THEN NULL
  ELSE false END`
const ALL_TRUE = `CASE WHEN flags IS NULL THEN NULL
  WHEN list_contains(flags, false) THEN false
  WHEN list_count(flags) < len(flags) THEN NULL
  ELSE true END`

/** Arrays, as Trino's page "Array functions and operators" has them. They count from 1; a NULL in them is unknown. */
export const arrays = [
  macro('element_at', {
    '(x, key)': 'x[key]',
  }),
  macro('contains', {
    '(x, element)':
      'CASE WHEN list_contains(x, element) THEN true WHEN list_count(x) < len(x) THEN NULL ELSE list_contains(x, element) END',
  }),
  macro('array_join', {
    '(x, separator)': "CASE WHEN x IS NOT NULL THEN coalesce(array_to_string(x, separator), '') END",
    '(x, separator, for_null)':
      'array_to_string(list_transform(x, lambda element: coalesce(CAST(element AS VARCHAR), for_null)), separator)',
  }),
  macro('array_sort', { '(x)': "list_sort(x, 'ASC', 'NULLS LAST')" }),
  macro('array_max', { '(x)': 'CASE WHEN list_count(x) = len(x) THEN list_max(x) END' }),
  macro('array_min', { '(x)': 'CASE WHEN list_count(x) = len(x) THEN list_min(x) END' }),
  macro('array_distinct', { '(x)': 'list_filter(x, lambda element, i: list_position(x, element) = i)' }),
  macro('array_except', {
    '(x, y)': 'list_filter(array_distinct(x), lambda element: list_position(y, element) IS NULL)',
  }),
  macro('array_intersect', {
    '(x, y)': 'list_filter(array_distinct(x), lambda element: list_position(y, element) IS NOT NULL)',
  }),
  macro('array_union', { '(x, y)': 'array_distinct(list_concat(x, y))' }),
  macro('array_remove', { '(x, element)': 'list_filter(x, lambda other: other IS NULL OR other <> element)' }),
  macro('array_position', {
    '(x, element)': 'CASE WHEN x IS NOT NULL THEN coalesce(list_position(x, element), 0) END',
  }),
  macro('arrays_overlap', {
    '(x, y)':
      'CASE WHEN list_has_any(x, y) THEN true WHEN list_count(x) < len(x) OR list_count(y) < len(y) THEN NULL ELSE list_has_any(x, y) END',
  }),
  macro('slice', {
    '(x, start, size)': `CASE WHEN abs(start) > len(x) OR size = 0 THEN x[1:0]
      WHEN start < 0 THEN x[len(x) + start + 1:len(x) + start + size]
      ELSE x[start:start + size - 1] END`,
  }),
  macro('sequence', {
    '(first, last)': 'generate_series(first, last, CASE WHEN first <= last THEN 1 ELSE -1 END)',
    '(first, last, step)': 'generate_series(first, last, step)',
  }),
  macro('repeat', { '(element, times)': 'list_transform(range(times), lambda i: element)' }),
  macro('reverse', { '(x VARCHAR)': 'system.main.reverse(x)', '(x)': 'list_reverse(x)' }),
  macro('trim_array', { '(x, size)': 'x[:len(x) - size]' }),

  // what the rewriter makes of any_match(x, element -> ...): the flags are the lambda's answers
  macro('any_match', { '(flags)': ANY_TRUE }),
  macro('all_match', { '(flags)': ALL_TRUE }),
  macro('none_match', { '(flags)': `NOT (${ANY_TRUE})` }),

  // any map can be cast to one of texts
  macro('cardinality', { '(x)': 'len(x)', '(x MAP(VARCHAR, VARCHAR))': 'system.main.cardinality(x)' }),
]
