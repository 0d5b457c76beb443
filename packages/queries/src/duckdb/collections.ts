import { macro } from './macro.ts'

export const collections = [
  macro('element_at', { '(x, i)': 'x[i]' }),
  macro('array_join', {
    '(x, separator)': 'array_to_string(x, separator)',
  }),
  macro('sequence', { '(first, last)': 'generate_series(first, last)' }),
]
