import { duckDBJsonPath, jsonPathSteps } from './json-path.ts'
import { jsonAt, jsonText, sortedJson } from './json-text.ts'
import { lastResult } from './last-result.ts'
import { macro } from './macro.ts'
import type { ScalarFunction } from './scalar-function.ts'

const stepsOf = lastResult(jsonPathSteps)
const duckDBPathOf = lastResult(duckDBJsonPath)

/** `duckdb_json_path('$.a["b.c"]')` is `$."a"."b.c"`. */
const pathFunction: ScalarFunction = {
  name: 'duckdb_json_path',
  parameters: ['VARCHAR'],
  result: 'VARCHAR',
  call: (path: string) => duckDBPathOf(path),
}

/** `json_scalar_at('{"a": 1.50}', '$.a')` is `1.50`: the exact text of what is no object, array or null. */
const scalarFunction: ScalarFunction = {
  name: 'json_scalar_at',
  parameters: ['VARCHAR', 'VARCHAR'],
  result: 'VARCHAR',
  call: (json: string, path: string) => {
    const [token, ...rest] = jsonAt(json, stepsOf(path)) ?? []
    if (token === undefined || token === 'null' || rest.length > 0) return null
    return token.startsWith('"') ? (JSON.parse(token) as string) : token
  },
}

/** `json_at('{"a": [ 1.50 ]}', '$.a')` is `[1.5]`. */
const extractFunction: ScalarFunction = {
  name: 'json_at',
  parameters: ['VARCHAR', 'VARCHAR'],
  result: 'VARCHAR',
  call: (json: string, path: string) => {
    const tokens = jsonAt(json, stepsOf(path))
    return tokens && jsonText(tokens)
  },
}

/** `sorted_json('{"b": 1, "a": 2}')` is `{"a":2,"b":1}`. */
const sortedFunction: ScalarFunction = {
  name: 'sorted_json',
  parameters: ['VARCHAR'],
  result: 'VARCHAR',
  call: (json: string) => {
    const sorted = sortedJson(json)
    if (sorted === null) throw new RangeError(`Cannot convert value to JSON: '${json.slice(0, 100)}'`)
    return sorted
  },
}

/** JSON, as Trino's page "JSON functions and operators" has it. What is no JSON has no members: NULL. */
export const jsonFunctions = [pathFunction, scalarFunction, extractFunction, sortedFunction]

/**
 * DuckDB's own functions are fast and right for texts, whole numbers, true and false. A fraction loses its digits there,
 * and a text that they take for broken may only have half a surrogate pair: those go the long way. No text goes none:
 * what is written in JavaScript is called for each row, also to say that nothing comes of nothing.
 */
const EXTRACT_SCALAR = `CASE WHEN x IS NULL THEN NULL WHEN json_valid(x) THEN
    CASE json_type(x, duckdb_json_path(path))
      WHEN 'DOUBLE' THEN json_scalar_at(x, path)
      WHEN 'OBJECT' THEN NULL
      WHEN 'ARRAY' THEN NULL
      ELSE json_extract_string(x, duckdb_json_path(path)) END
  ELSE json_scalar_at(x, path) END`

/** AND would not do: it looks at both sides for all rows, and the second is an error for what is no JSON. */
const IS_ARRAY = `CASE WHEN json_valid(x) THEN json_type(x) = 'ARRAY' END`

export const json = [
  // the text of a string, number, true or false at a path; NULL for anything else, and where there is nothing
  macro('json_extract_scalar', { '(x, path)': EXTRACT_SCALAR }),
  // the value at a path as JSON
  macro('json_extract', { '(x, path)': 'CASE WHEN x IS NOT NULL THEN CAST(json_at(x, path) AS JSON) END' }),
  // a text as JSON, the members of objects in the order of their names; and back
  macro('json_parse', { '(x)': 'CAST(sorted_json(x) AS JSON)' }),
  macro('json_format', { '(x)': 'CAST(x AS VARCHAR)' }),
  // how many members or elements the value at a path has; 0 for one without any inside
  macro('json_size', {
    '(x, path)': `CASE WHEN NOT json_valid(x) THEN NULL
      ELSE CASE json_type(x, duckdb_json_path(path))
        WHEN 'OBJECT' THEN len(json_keys(x, duckdb_json_path(path)))
        WHEN 'ARRAY' THEN system.main.json_array_length(x, duckdb_json_path(path))
        ELSE CASE WHEN json_exists(x, duckdb_json_path(path)) THEN 0 END END END`,
  }),
  // how many elements an array has; NULL for anything else
  macro('json_array_length', { '(x)': `CASE WHEN ${IS_ARRAY} THEN system.main.json_array_length(x) END` }),
  // whether it is a string, number, true, false or null
  macro('is_json_scalar', { '(x)': "json_type(x) NOT IN ('OBJECT', 'ARRAY')" }),
]
