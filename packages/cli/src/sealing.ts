import { randomUUID } from 'node:crypto'
import {
  type CleanUpResult,
  cleanUp,
  PROMOTION_RULE,
  type PromotionRule,
  type SealResult,
  seal,
} from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { counted } from './output/numbers.ts'
import { Progress } from './output/progress.ts'
import { notice, type Shell } from './shell.ts'

export interface SealingOptions {
  /** Whether to write every sealed day anew. */
  readonly all?: boolean
  /** What DuckDB may use before it spills to disk, such as `1GB`. */
  readonly memoryLimit?: string
  /** Days after which a leaf of the details gets a column; 0: never. */
  readonly promoteAfter?: number
  /** Columns that leaves get without being asked for, at most. */
  readonly promoteLimit?: number
}

/** Seals a lake, then deletes what nobody needs any more; shows how far it is. */
export async function sealLake(
  lake: LocalLake,
  shell: Shell,
  options: SealingOptions = {},
): Promise<SealResult & CleanUpResult> {
  const { now, signal } = shell
  const merger = await lake.merger(options.memoryLimit === undefined ? {} : { memoryLimit: options.memoryLimit })
  const progress = new Progress(shell)
  const onProgress = (done: number, days: number) => progress.show(() => `${done} of ${days} days sealed`)
  try {
    const ports = { ...lake, merger }
    const promotion = ruleOf(options)
    const sealed = await seal(ports, { now, newId, signal, onProgress, promotion, ...(options.all && { all: true }) })
    for (const { pointer, name } of sealed.promoted)
      notice(shell, `${pointer} was seen on many days: it has the column ${name} from now on`)
    return { ...sealed, ...(await cleanUp(ports, { now })) }
  } finally {
    progress.end()
    await merger.close()
  }
}

/** Seals a lake when late events came into it: until then no query shows them. */
export async function sealLate(late: number, lake: LocalLake, shell: Shell): Promise<void> {
  if (late === 0) return
  const { days } = await sealLake(lake, shell)
  notice(shell, `${counted(late)} rows of closed days: sealed with ${counted(days.length)} days`)
}

function ruleOf({ promoteAfter, promoteLimit }: SealingOptions): PromotionRule {
  const { days, columns } = PROMOTION_RULE
  return { days: promoteAfter || days, columns: promoteAfter === 0 ? 0 : (promoteLimit ?? columns) }
}

/** Eight digits are enough: what they name has the time in its name as well. */
export function newId(): string {
  return randomUUID().slice(0, 8)
}
