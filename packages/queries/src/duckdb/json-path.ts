/** `.name`, `[0]`, `[name]`, `["any text"]`. */
const STEP = /\.([\p{L}\p{N}_:]+)|\[([\p{L}\p{N}_]+)\]|\["((?:[^"\\]|\\.)*)"\]/gsu

/**
 * The steps of a path into JSON, in the form that Trino's JSON functions take: `$`, then members and elements.
 *
 * A step is the name of a member and, if it is a number, the index of an element just as well.
 *
 * @throws RangeError for what Trino refuses: wildcards, apostrophes, names with other characters out of quotes
 * @example
 * jsonPathSteps('$.spec["custom.name"][0]') // ['spec', 'custom.name', '0']
 */
export function jsonPathSteps(path: string): string[] {
  const found = [...path.matchAll(STEP)]
  if (`$${found.map(([step]) => step).join('')}` !== path) throw new RangeError(`Invalid JSON path: '${path}'`)
  return found.map(([, name, subscript, quoted]) => name ?? subscript ?? quoted!.replace(/\\(.)/gs, '$1'))
}

/**
 * The same path in DuckDB's form.
 *
 * @example
 * duckDBJsonPath('$.spec["custom.name"][0]') // '$."spec"."custom.name"[0]'
 */
export function duckDBJsonPath(path: string): string {
  const steps = jsonPathSteps(path).map(step =>
    /^\d+$/.test(step) ? `[${step}]` : `."${step.replace(/["\\]/g, '\\$&')}"`,
  )
  return `$${steps.join('')}`
}
