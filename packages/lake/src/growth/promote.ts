import { LakeError } from '../lake-error.ts'
import { readManifest, replaceManifest } from '../manifest.ts'
import { publish } from '../publish/publish.ts'
import type { SealPorts } from '../seal/seal.ts'
import { type Promotion, tableColumnOf, whyNotPromotable, withPromotion } from './promotion.ts'

export interface PromoteOptions {
  /** The clock, in milliseconds since the epoch. */
  readonly now: () => number
  /** Whether to say what column it would be, and to change nothing. */
  readonly dryRun?: boolean
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
  { now, dryRun }: PromoteOptions,
): Promise<Promotion> {
  assertPromotable(pointer)
  for (;;) {
    const read = await readManifest(objects)
    const { columns } = (await catalog.read()).published
    const at = new Date(now()).toISOString()
    const promoted = withPromotion(read.manifest.promoted, columns, pointer, { at, by: 'request' })
    const column = promoted.find(column => column.pointer === pointer)!
    if (dryRun) return column
    if (promoted !== read.manifest.promoted && !(await replaceManifest(objects, read, { ...read.manifest, promoted })))
      continue
    await publish(objects, catalog)
    return column
  }
}

function assertPromotable(pointer: string): void {
  const own = tableColumnOf(pointer)
  if (own !== null) throw new LakeError(`${pointer} has the column ${own} in every lake: ask for that`)
  const why = whyNotPromotable(pointer)
  if (why !== null) throw new LakeError(`${pointer} cannot get a column: ${why}`)
}
