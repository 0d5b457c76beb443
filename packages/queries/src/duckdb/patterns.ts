import type { ScalarFunction } from './scalar-function.ts'

const two = (n: number) => String(n).padStart(2, '0')
const FORMAT: Readonly<Record<string, (d: Date) => string>> = {
  Y: d => String(d.getUTCFullYear()).padStart(4, '0'),
  m: d => two(d.getUTCMonth() + 1),
  d: d => two(d.getUTCDate()),
  H: d => two(d.getUTCHours()),
  i: d => two(d.getUTCMinutes()),
  s: d => two(d.getUTCSeconds()),
}
export const dateFormatText: ScalarFunction = {
  name: 'date_format_text',
  parameters: ['TIMESTAMP', 'VARCHAR'],
  result: 'VARCHAR',
  call: (x, pattern) =>
    String(pattern).replace(/%(.)/gs, (_, letter: string) => FORMAT[letter]?.(new Date(Number(x))) ?? letter),
}
export const duckdbPath: ScalarFunction = {
  name: 'duckdb_path',
  parameters: ['VARCHAR'],
  result: 'VARCHAR',
  call: path => String(path).replace(/\[(["'])(.*?)\1\]/g, '."$2"'),
}
