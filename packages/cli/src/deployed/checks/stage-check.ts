import type { Finding } from '@temporal-audit-lake/lake'
import type { Aws } from '../aws.ts'
import type { FoundStage } from '../find-stage.ts'

/** A stage, as its checks look at it. */
export interface CheckedStage extends FoundStage {
  readonly aws: Aws
  /** The clock, in milliseconds since the epoch. */
  readonly now: number
}

/** One thing that a deployed stage is checked for. It reads settings and figures, and changes nothing. */
export interface StageCheck {
  readonly name: string
  run(stage: CheckedStage): Promise<readonly Finding[]>
}

/** Something that ought to hold, and what is told when it does not. */
export interface Expectation {
  readonly holds: boolean
  readonly kind: string
  readonly message: string
  readonly repair: string
}

/** A finding for each expectation that is not met. @param subject what they are about */
export function unmet(subject: string, expectations: readonly Expectation[]): Finding[] {
  return expectations
    .filter(({ holds }) => !holds)
    .map(({ kind, message, repair }) => ({ kind, subject, message, repair }))
}

/** Makes what is gone, and sets back what somebody has changed by hand: a plain deployment would not look. */
export function deployAgain({ stage }: CheckedStage): string {
  return `npx sst refresh --stage ${stage} && npx sst deploy --stage ${stage}`
}

/** Finds nothing there. @param kind such as `stream_missing` */
export function gone(kind: string, subject: string, stage: CheckedStage): Finding[] {
  return [{ kind, subject, message: 'it is not there any more', repair: deployAgain(stage) }]
}

/** What was asked for; null when AWS says that there is none. @param names of the errors that say so */
export async function ifThere<Answer>(asked: Promise<Answer>, ...names: readonly string[]): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return null
    throw error
  }
}
