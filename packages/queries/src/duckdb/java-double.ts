/** Digits of a number and its power of ten: 1234.5 is `12345` and 3. */
function scientific(value: number): { readonly sign: string; readonly digits: string; readonly exponent: number } {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e') as [string, string]
  return {
    sign: value < 0 || Object.is(value, -0) ? '-' : '',
    digits: mantissa.replace('.', ''),
    exponent: Number(exponent),
  }
}

/**
 * A double as Trino casts it to varchar: always with an exponent.
 *
 * @example
 * doubleText(1234.5) // '1.2345E3'
 */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0'
  const { sign, digits, exponent } = scientific(value)
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`
}

/**
 * A double as Java prints it, which is how Trino prints JSON: with an exponent below 0.001 and from 10,000,000 on.
 *
 * @example
 * javaDouble(1e5) // '100000.0'
 * javaDouble(1e7) // '1.0E7'
 */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return doubleText(value)
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('.') ? text : `${text}.0`
}
