import fc from 'fast-check'

/** Blanks that may stand between any two tokens. */
const blanks = fc.constantFrom('', '', '', ' ', '\n', '\t ', '\r\n')

const hexDigits = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 4, maxLength: 4 })

/** A JSON string literal: letters, escapes of every kind, lone surrogates, the whole of Unicode. */
export const stringText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'B', '0', ' ', '/', '{', '[', ',', ':', 'é', '名', '😀', '\u007f') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '\\"',
          '\\\\',
          '\\/',
          '\\b',
          '\\f',
          '\\n',
          '\\r',
          '\\t',
          '\\u0000',
          '\\ud800',
          '\\udfff',
        ),
      },
      { weight: 1, arbitrary: hexDigits.map(digits => `\\u${digits}`) },
      {
        weight: 1,
        arbitrary: fc
          .string({ unit: 'binary', minLength: 1, maxLength: 3 })
          .map(text => JSON.stringify(text).slice(1, -1)),
      },
    ),
    { maxLength: 12 },
  )
  .map(parts => `"${parts.join('')}"`)

/** A JSON number, in every form the grammar allows. */
const numberText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.constant('0'), fc.bigInt({ min: 1n, max: 10n ** 25n }).map(String)),
    fc.oneof(
      fc.constant(''),
      fc.nat().map(digits => `.${digits}`),
      fc.constant('.000'),
    ),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-'), fc.nat(400)).map(([e, n]) => e + n) },
    ),
  )
  .map(parts => parts.join(''))

const scalarText = fc.oneof(stringText, numberText, fc.constantFrom('true', 'false', 'null'))

function spaced(tokens: readonly string[]): fc.Arbitrary<string> {
  return fc.array(blanks, { minLength: tokens.length, maxLength: tokens.length }).map(gaps =>
    tokens
      .map((token, i) => token + gaps[i])
      .join('')
      .trimEnd(),
  )
}

/** A JSON text of any kind. */
export const valueText: fc.Arbitrary<string> = fc.letrec<{ value: string }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarText,
    fc.array(tie('value'), { maxLength: 4 }).chain(elements => spaced(['[', ...separated(elements), ']'])),
    fc
      .array(fc.tuple(stringText, tie('value')), { maxLength: 4 })
      .chain(members => spaced(['{', ...separated(members.map(([key, value]) => `${key}:${value}`)), '}'])),
  ),
})).value

function separated(texts: readonly string[]): string[] {
  return texts.flatMap((text, i) => (i === 0 ? [text] : [',', text]))
}

/** A member of an object as texts of key and value. */
export type MemberText = readonly [key: string, value: string]

/** An object's text from its members' texts. */
export function objectText(members: readonly MemberText[]): string {
  return `{${members.map(([key, value]) => `${key}:${value}`).join(',')}}`
}
