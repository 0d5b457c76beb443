import { macro } from './macro.ts'

export const text = [
  macro('regexp_like', { '(x, pattern)': 'regexp_matches(x, pattern)' }),
  macro('split_part', { '(x, separator, i)': 'split(x, separator)[i]' }),
]
