import { macro } from './macro.ts'

/** Whether any is true; NULL if none is, but one is unknown. */
const ANY_TRUE = `CASE WHEN flags IS NULL THEN NULL
  WHEN list_contains(flags, true) THEN true
  WHEN list_count(flags) < len(flags) THEN NULL
  ELSE false END`

/** Whether all are true; NULL if none is false, but one is unknown. */
const ALL_TRUE = `CASE WHEN flags IS NULL THEN NULL
  WHEN list_contains(flags, false) THEN false
  WHEN list_count(flags) < len(flags) THEN NULL
  ELSE true END`

/**
 * Arrays and maps, as Trino's pages "Array functions and operators" and "Map functions and operators" have them.
 *
 * An array counts from 1, and from the end below 0. A NULL in it is a value that is not known: whether it is the one
 * that is looked for is not known either.
 *
 * The names of lambdas' parameters are such as no column has: a macro's argument that is one would be taken for it.
 */
export const arrays = [
  // the element at a place, or a map's value of a key; NULL where there is none
  macro('element_at', { '(x, key)': 'x[key]' }),
  // how many elements or entries there are; any map can be cast to one of texts
  macro('cardinality', { '(x)': 'len(x)', '(x MAP(VARCHAR, VARCHAR))': 'system.main.cardinality(x)' }),

  // whether an element is there
  macro('contains', {
    '(x, element)': `CASE WHEN list_contains(x, element) THEN true
      WHEN list_count(x) < len(x) THEN NULL
      ELSE list_contains(x, element) END`,
  }),
  // whether two arrays have an element in common
  macro('arrays_overlap', {
    '(x, y)': `CASE WHEN list_has_any(x, y) THEN true
      WHEN list_count(x) < len(x) OR list_count(y) < len(y) THEN NULL
      ELSE list_has_any(x, y) END`,
  }),
  // the first place of an element, 0 where it is not there
  macro('array_position', {
    '(x, element)': 'CASE WHEN x IS NOT NULL THEN coalesce(list_position(x, element), 0) END',
  }),

  // the elements as one text, without NULLs or with another text for them
  macro('array_join', {
    '(x, separator)': "CASE WHEN x IS NOT NULL THEN coalesce(array_to_string(x, separator), '') END",
    '(x, separator, for_null)':
      'array_to_string(list_transform(x, lambda __e: coalesce(CAST(__e AS VARCHAR), for_null)), separator)',
  }),

  // in ascending order, NULLs at the end
  macro('array_sort', { '(x)': "list_sort(x, 'ASC', 'NULLS LAST')" }),
  // the greatest and the least element; NULL where one is NULL
  macro('array_max', { '(x)': 'CASE WHEN list_count(x) = len(x) THEN list_max(x) END' }),
  macro('array_min', { '(x)': 'CASE WHEN list_count(x) = len(x) THEN list_min(x) END' }),

  // sets, in the order of first appearance; here two NULLs are the same
  macro('array_distinct', { '(x)': 'list_filter(x, lambda __e, __i: list_position(x, __e) = __i)' }),
  macro('array_except', { '(x, y)': 'list_filter(array_distinct(x), lambda __e: list_position(y, __e) IS NULL)' }),
  macro('array_intersect', {
    '(x, y)': 'list_filter(array_distinct(x), lambda __e: list_position(y, __e) IS NOT NULL)',
  }),
  macro('array_union', { '(x, y)': 'array_distinct(list_concat(x, y))' }),
  // without the elements that are equal to one
  macro('array_remove', { '(x, element)': 'list_filter(x, lambda __e: __e IS NULL OR __e <> element)' }),

  // so many elements from a place on
  macro('slice', {
    '(x, start, size)': `CASE WHEN abs(start) > len(x) OR size = 0 THEN x[1:0]
      WHEN start < 0 THEN x[len(x) + start + 1:len(x) + start + size]
      ELSE x[start:start + size - 1] END`,
  }),
  // without so many elements at the end
  macro('trim_array', { '(x, size)': 'x[:len(x) - size]' }),
  // whole numbers from one to another, both of them in it, up or down
  macro('sequence', {
    '(first, last)': 'generate_series(first, last, CASE WHEN first <= last THEN 1 ELSE -1 END)',
    '(first, last, step)': 'generate_series(first, last, step)',
  }),
  // one element, so many times
  macro('repeat', { '(element, times)': 'list_transform(range(times), lambda __i: element)' }),
  // from the end to the beginning: a text or an array
  macro('reverse', { '(x VARCHAR)': 'system.main.reverse(x)', '(x)': 'list_reverse(x)' }),

  // what the rewriter makes of any_match(x, element -> ...): the flags are the lambda's answers
  macro('any_match', { '(flags)': ANY_TRUE }),
  macro('all_match', { '(flags)': ALL_TRUE }),
  macro('none_match', { '(flags)': `NOT (${ANY_TRUE})` }),
]
