import type { Value } from '../../engine.ts'

/**
 * A value as Athena writes it: everything is text, and NULL is the lack of one.
 *
 * What stands in arrays, maps and rows is not quoted: Athena's own habit, which drivers know.
 *
 * @param type DuckDB's name of the type
 *
 * @example
 * athenaText('2026-11-22T10:00:00.000Z', 'TIMESTAMP') // '2026-11-22 10:00:00.000'
 * athenaText(5, 'DOUBLE')                             // '5.0'
 * athenaText(['a', null], 'VARCHAR[]')                // '[a, null]'
 */
export function athenaText(value: Value, type: string): string | null {
  return value === null ? null : textOf(value, type)
}

function textOf(value: Value, type: string): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `[${value.map(item => textOf(item, elementOf(type))).join(', ')}]`
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([key, inner]) => `${key}=${textOf(inner, '')}`)
    return `{${members.join(', ')}}`
  }
  if (typeof value === 'number') return type === 'DOUBLE' || type === 'FLOAT' ? javaText(value) : String(value)
  if (type === 'BLOB') return hexText(String(value))
  if (type === 'TIMESTAMP WITH TIME ZONE') return timeText(String(value), ' UTC')
  return type.startsWith('TIMESTAMP') ? timeText(String(value), '') : String(value)
}

/** `VARCHAR[]` and `VARCHAR[3]` are of `VARCHAR`. */
function elementOf(type: string): string {
  return type.replace(/\[\d*\]$/, '')
}

function timeText(iso: string, zone: string): string {
  return iso.replace('T', ' ').replace('Z', zone)
}

/** A double as Java writes it: `5.0`, `1.0E300`. */
function javaText(value: number): string {
  const isPlain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7)
  const [digits, exponent] = (isPlain ? String(value) : value.toExponential()).split('e')
  const mantissa = digits!.includes('.') ? digits! : `${digits}.0`
  return exponent === undefined ? mantissa : `${mantissa}E${Number(exponent)}`
}

/** Bytes, which DuckDB writes as `a\x00`, as `61 00`. */
function hexText(escaped: string): string {
  const bytes = Array.from(escaped.matchAll(/\\x([0-9A-F]{2})|(.)/gis), ([, hex, plain]) =>
    (hex ?? plain!.charCodeAt(0).toString(16).padStart(2, '0')).toLowerCase(),
  )
  return bytes.join(' ')
}
