/**
 * A DuckDB macro as the statement that makes it.
 *
 * A macro of a built-in's name takes its place; `system.main.` before a name means the built-in.
 *
 * @param overloads what it is for each list of parameters; one may have a type, as in `(x DATE)`, and then DuckDB takes
 * the list that fits the arguments best
 * @example
 * macro('day_of_week', { '(x)': 'isodow(x)' }) // CREATE MACRO day_of_week(x) AS isodow(x)
 */
export function macro(name: string, overloads: Readonly<Record<string, string>>): string {
  const bodies = Object.entries(overloads).map(([parameters, body]) => `${parameters} AS ${body}`)
  return `CREATE MACRO ${name}${bodies.join(', ')}`
}

/** One more name of a function that takes one argument. */
export function alias(name: string, of: string): string {
  return macro(name, { '(x)': `${of}(x)` })
}
