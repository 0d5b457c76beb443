import type { Catalog } from '../catalog.ts'
import { LakeError } from '../lake-error.ts'
import { readManifest, replaceManifest } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { publish } from '../publish/publish.ts'
import type { SealPorts } from '../seal/seal.ts'
import { type Promotion, tableColumnOf, whyNotPromotable, withPromotion } from './promotion.ts'
import type { PromotionRule } from './promotion-rule.ts'

export interface PromoteOptions {
  /** The clock, in milliseconds since the epoch. */
  readonly now: () => number
}

/** Where columns are looked up. */
export interface KnownColumns {
  readonly objects: Pick<ObjectStore, 'get'>
  readonly catalog: Pick<Catalog, 'read'>
}

/**
 * Gives a leaf of the details a column of its own, for good: it is published at once, and filled as days are next sealed.
 *
 * It may be called again, by several at once, and beside sealers: the first one counts. A sealer that runs meanwhile
 * begins again, with the column.
 *
 * @param pointer JSON Pointer of the leaf in the details, such as `/spec/tier`
 * @returns the column, which may have been there before
 * @throws LakeError when it cannot be one
 */
export async function promote(
  { objects, catalog }: Pick<SealPorts, 'objects' | 'catalog'>,
  pointer: string,
  options: PromoteOptions,
): Promise<Promotion> {
  for (;;) {
    const { read, promoted, column } = await promotionOf({ objects, catalog }, pointer, options)
    const isNew = promoted !== read.manifest.promoted
    if (isNew && !(await replaceManifest(objects, read, { ...read.manifest, promoted }))) continue
    await publish(objects, catalog)
    return column
  }
}

/**
 * Says what column a leaf would get, or has got, and changes nothing.
 *
 * @throws LakeError when it cannot be one
 */
export async function previewPromotion(
  known: KnownColumns,
  pointer: string,
  options: PromoteOptions,
): Promise<Promotion> {
  return (await promotionOf(known, pointer, options)).column
}

async function promotionOf({ objects, catalog }: KnownColumns, pointer: string, { now }: PromoteOptions) {
  assertPromotable(pointer)
  const read = await readManifest(objects)
  const { columns } = (await catalog.read()).published
  const at = new Date(now()).toISOString()
  const promoted = withPromotion(read.manifest.promoted, columns, pointer, { at, by: 'request' })
  return { read, promoted, column: promoted.find(column => column.pointer === pointer)! }
}

/**
 * Says when sealers of this lake are to promote a leaf that nobody asked for, from their next seal on.
 *
 * @throws LakeError when its numbers are none
 */
export async function setPromotionRule(objects: ObjectStore, { days, columns }: PromotionRule): Promise<void> {
  if (!(isWhole(days, 1) && isWhole(columns, 0)))
    throw new LakeError(`no rule of promotion: ${days} days, ${columns} columns: write whole numbers, days from 1`)
  for (;;) {
    const read = await readManifest(objects)
    if (await replaceManifest(objects, read, { ...read.manifest, promotionRule: { days, columns } })) return
  }
}

function isWhole(number: number, least: number): boolean {
  return Number.isSafeInteger(number) && number >= least
}

function assertPromotable(pointer: string): void {
  const own = tableColumnOf(pointer)
  if (own !== null) throw new LakeError(`${pointer} has the column ${own} in every lake: ask for that`)
  const why = whyNotPromotable(pointer)
  if (why !== null) throw new LakeError(`${pointer} cannot get a column: ${why}`)
}
