import {
  type Promotion,
  type PromotionRule,
  promote,
  type SealPorts,
  setPromotionRule,
} from '@temporal-audit-lake/lake'
import { logger } from './logger.ts'

/** What a call of the sealer may ask for instead of a seal. */
export interface GrowthEvent {
  /** JSON Pointer of a leaf of the details that is to have a column, such as `/spec/tier`. */
  readonly promote?: string
  /** When the sealer is to promote a leaf by itself. */
  readonly promotionRule?: PromotionRule
}

/** What such a call did. */
export type Grown = { readonly promoted: Promotion } | { readonly promotionRule: PromotionRule }

/** Gives a leaf a column, or changes the rule by which leaves get one. @returns null when neither was asked for */
export async function grow(
  { promote: pointer, promotionRule }: GrowthEvent,
  ports: Pick<SealPorts, 'objects' | 'catalog'>,
): Promise<Grown | null> {
  if (pointer !== undefined) {
    const promoted = await promote(ports, pointer, { now: Date.now })
    logger.info('a leaf has a column', { promoted })
    return { promoted }
  }
  if (promotionRule === undefined) return null
  await setPromotionRule(ports.objects, promotionRule)
  logger.info('the rule of promotion is another', { promotionRule })
  return { promotionRule }
}
