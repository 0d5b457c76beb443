import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { Promotion, PromotionRule } from '@temporal-audit-lake/lake'
import { UserError } from '../errors.ts'
import type { SealingOptions } from '../lake.ts'
import type { Aws } from './aws.ts'
import type { FoundStage } from './find-stage.ts'

/** The function has 15 minutes; the request is not repeated, or two would run one after the other. */
const SETTINGS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 16 * 60_000, throwOnRequestTimeout: true },
}

/** The function of a stage that seals, which is let run once at a time. */
export interface SealFunction {
  /** Calls it, also to bring tables and views to what its code knows, and waits for it. @returns what it did */
  run(options: SealingOptions, signal: AbortSignal): Promise<object>
  /** Has it give a leaf of the details a column. @returns the column, which may have been there before */
  promote(pointer: string, signal: AbortSignal): Promise<Promotion>
  /** Has it change when it promotes a leaf by itself. */
  setPromotionRule(rule: PromotionRule, signal: AbortSignal): Promise<void>
  /** Asks for a seal, and does not wait for it. */
  ask(): Promise<void>
}

/** What the function answers to what is no seal; one of an older version seals, and answers with that. */
interface Answer {
  readonly promoted?: Promotion
  readonly promotionRule?: PromotionRule
}

/** The function of a stage that seals, which alone may publish: what others want published it is asked for. */
export function sealFunction(aws: Aws, stage: FoundStage): SealFunction {
  const name = stage.names.sealFunction
  const client = aws.client(LambdaClient, SETTINGS)
  const invoke = async (command: ConstructorParameters<typeof InvokeCommand>[0], abortSignal?: AbortSignal) => {
    try {
      return await client.send(new InvokeCommand(command), { ...(abortSignal && { abortSignal }) })
    } catch (error) {
      throw isThrottled(error) ? alreadyRunning(name, error) : error
    }
  }
  const call = async (event: object, signal: AbortSignal): Promise<Answer> => {
    const { FunctionError, Payload } = await invoke({ FunctionName: name, Payload: JSON.stringify(event) }, signal)
    const text = new TextDecoder().decode(Payload)
    if (FunctionError !== undefined) throw failed(name, stage.lake, text)
    return (JSON.parse(text) as Answer | null) ?? {}
  }
  return {
    run: ({ all }, signal) => call({ prepare: true, ...(all && { all: true }) }, signal),
    async promote(pointer, signal) {
      const { promoted } = await call({ promote: pointer }, signal)
      return promoted ?? olderThanThis(stage)
    },
    async setPromotionRule(rule, signal) {
      const { promotionRule } = await call({ promotionRule: rule }, signal)
      if (!promotionRule) olderThanThis(stage)
    },
    async ask() {
      await invoke({ FunctionName: name, InvocationType: 'Event' })
    },
  }
}

function isThrottled(error: unknown): boolean {
  return error instanceof UserError && (error.cause as Error).name === 'TooManyRequestsException'
}

function alreadyRunning(name: string, cause: unknown): UserError {
  return new UserError(`${name} is sealing already, and only one runs at once: run it again in some minutes`, { cause })
}

function olderThanThis({ names, stage }: FoundStage): never {
  throw new UserError(
    `${names.sealFunction} is of a version that promotes nothing when it is asked: deploy this one with \`npx sst deploy --stage ${stage}\``,
  )
}

/** What the function threw, as Lambda tells it: `{"errorType": "Error", "errorMessage": "...", ...}`. */
function failed(name: string, lake: string, payload: string): UserError {
  const { errorMessage = payload } = JSON.parse(payload) as { errorMessage?: string }
  return new UserError(
    `${name} failed: ${errorMessage}: see its log with \`aws logs tail /aws/lambda/${name} --since 1h\`, and what is wrong with \`audit-lake doctor --lake ${lake}\``,
  )
}
