/**
 * A DuckDB macro as the statement that makes it.
 *
 * @param overloads what it is for each list of parameters; a parameter may have a type, as in `(x DATE)`, and then
 * DuckDB takes the first list that the arguments fit without a cast that could lose something
 * @example
 * macro('day_of_week', { '(x)': 'isodow(x)' }) // CREATE MACRO day_of_week(x) AS isodow(x)
 */
export function macro(name: string, overloads: Readonly<Record<string, string>>): string {
  const bodies = Object.entries(overloads).map(([parameters, body]) => `${parameters} AS ${body}`)
  return `CREATE MACRO ${name}${bodies.join(', ')}`
}
