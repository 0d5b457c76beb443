import { columns } from '@temporal-audit-lake/core'
import type { PromotedColumn } from '../catalog.ts'
import { LakeError } from '../lake-error.ts'
import { COLUMN_NAME, columnNameOf } from './column-name.ts'
import { pointerTokens } from './json-pointer.ts'

/** How a leaf got its column. It is never taken back. */
export interface Promotion extends PromotedColumn {
  /** When, ISO 8601. */
  readonly at: string
  /** Somebody asked for it, or it was seen on enough days. */
  readonly by: 'request' | 'rule'
}

/** In bytes of UTF-8: a catalog has 255 for a comment. */
const LONGEST = 200
/** What a line of SQL, or a comment in a catalog, cannot hold, or nobody could read there. */
const UNWRITABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}]/u

/**
 * Why a JSON Pointer cannot be promoted, for people; null when it can.
 *
 * @example
 * whyNotPromotable('spec.tier') // 'it is no JSON Pointer: write it as /spec/tier'
 */
export function whyNotPromotable(pointer: string): string | null {
  const tokens = pointerTokens(pointer)
  if (tokens === null) return 'it is no JSON Pointer: write it as /spec/tier, with ~1 for / and ~0 for ~ in a name'
  if (tokens.length === 0) return 'it is all of the details: name a leaf in them, such as /spec/tier'
  if (new TextEncoder().encode(pointer).length > LONGEST)
    return `it is longer than ${LONGEST} bytes: ask json_extract_scalar(details, …)`
  if (tokens.some(token => token === '' || UNWRITABLE.test(token)))
    return 'a name in it is empty or cannot be written in SQL: ask json_extract(details, …)'
  return null
}

const IN_DETAILS = '/raw_details/'

/** The leaves of the details that have a column in every lake, by JSON Pointer. */
const TABLE_COLUMNS: ReadonlyMap<string, string> = new Map(
  columns.flatMap(({ name, from }) =>
    from
      .filter(place => place.startsWith(IN_DETAILS))
      .map(place => [place.slice(IN_DETAILS.length - 1), name] as const),
  ),
)

/** The column that a leaf of the details has in every lake, if it has one. */
export function tableColumnOf(pointer: string): string | null {
  return TABLE_COLUMNS.get(pointer) ?? null
}

/**
 * Gives a leaf its column, besides those that there are.
 *
 * @param promoted columns of the manifest
 * @param published columns of the catalog, which may have some that the manifest has lost: such a leaf gets its own again
 */
export function withPromotion(
  promoted: readonly Promotion[],
  published: readonly PromotedColumn[],
  pointer: string,
  how: Pick<Promotion, 'at' | 'by'>,
): readonly Promotion[] {
  if (promoted.some(column => column.pointer === pointer)) return promoted
  const own = published.find(column => column.pointer === pointer)
  const taken = new Set([...columns, ...promoted, ...published].map(({ name }) => name))
  return [...promoted, { name: own?.name ?? columnNameOf(pointer, taken), pointer, ...how }]
}

/**
 * The promoted columns in an object of the lake, if they are what they must be: their names become SQL.
 *
 * @param key of the object, for the message
 */
export function assertPromoted(key: string, promoted: readonly PromotedColumn[]): void {
  for (const { name, pointer } of promoted) {
    if (!COLUMN_NAME.test(name) || whyNotPromotable(pointer) !== null)
      throw new LakeError(`${key}: no leaf can have a column like this: ${name}, ${pointer}; restore it from a backup`)
  }
}
