import fc from 'fast-check'
import { valueText } from './json-text.ts'
import { recordText } from './record-text.ts'

const encoder = new TextEncoder()

/** Good records in a framing. */
export const framed = fc
  .tuple(fc.array(recordText, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '', ' \r\n', 'array'))
  .map(([records, between]) => (between === 'array' ? `[${records.join(',')}]` : records.join(between)))

/** What separates records, and what breaks them. */
const noise = fc.constantFrom('', '}', '{', '{}', '"', '\n', '[', ']', ',', '\\', '\u0000', '\uFEFF', 'null', ' ')

/** Data of any kind: good records, broken ones, other JSON, noise. */
export const anyData: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: framed.map(text => encoder.encode(text)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(framed, fc.array(fc.tuple(fc.nat(), noise), { minLength: 1, maxLength: 3 }))
      .map(([text, damages]) => encoder.encode(damages.reduce(damaged, text))),
  },
  { weight: 1, arbitrary: fc.array(noise, { maxLength: 12 }).map(parts => encoder.encode(parts.join(''))) },
  { weight: 1, arbitrary: valueText.map(text => encoder.encode(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
)

/** A text with noise in the place of one of its characters. */
function damaged(text: string, [place, noise]: readonly [number, string]): string {
  const at = place % text.length
  return text.slice(0, at) + noise + text.slice(at + 1)
}
