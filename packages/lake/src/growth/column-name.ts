import { createHash } from 'node:crypto'
import { pointerTokens } from './json-pointer.ts'

/** What a name of a promoted column is made of. It stands in SQL without quotes. */
export const COLUMN_NAME = /^details_[a-z0-9_]+$/

/** Of a name before it gets a mark: the rest would tell nobody more. */
const LONGEST = 80
const MARK = 8

/**
 * The name of a leaf's column: `details_` and its path, in lower case.
 *
 * Two leaves can have one path when it is written like this: the second gets a mark made of its pointer.
 *
 * @param taken names that columns have already
 *
 * @example
 * columnNameOf('/spec/codecServer/endpoint', new Set()) // 'details_spec_codec_server_endpoint'
 * columnNameOf('/spec/tier', new Set(['details_spec_tier'])) // 'details_spec_tier_b2a3c0f4'
 */
export function columnNameOf(pointer: string, taken: ReadonlySet<string>): string {
  const path = pointerTokens(pointer)!
    .join('_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
  const plain = path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
  const name = `details_${plain.slice(0, LONGEST).replaceAll(/^_+|_+$/g, '') || 'leaf'}`
  if (plain.length <= LONGEST && !taken.has(name)) return name
  const digest = createHash('sha256').update(pointer).digest('hex')
  for (let length = MARK; ; length++) {
    const marked = `${name}_${digest.slice(0, length)}`
    if (!taken.has(marked)) return marked
  }
}
