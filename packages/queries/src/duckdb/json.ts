import { macro } from './macro.ts'

export const json = [
  macro('json_extract_scalar', {
    '(x, path)': `CASE WHEN json_valid(x) AND json_type(x, duckdb_path(path)) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(x, duckdb_path(path)) END`,
  }),
  macro('json_parse', { '(x)': 'CAST(x AS JSON)' }),
  macro('json_format', { '(x)': 'CAST(x AS VARCHAR)' }),
]
