import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { UserError } from '../errors.ts'
import type { SealingOptions } from '../lake.ts'
import type { Aws } from './aws.ts'

/** The function has 15 minutes; the request is not repeated, or two would run one after the other. */
const SETTINGS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 16 * 60_000, throwOnRequestTimeout: true },
}

/** The function of a stage that seals, which is let run once at a time. */
export interface SealFunction {
  /** Calls it, also to bring tables and views to what its code knows, and waits for it. @returns what it did */
  run(options: SealingOptions, signal: AbortSignal): Promise<object>
  /** Asks for a seal, and does not wait for it. */
  ask(): Promise<void>
}

/** @param name of the function @param lake as `--lake` says it */
export function sealFunction(aws: Aws, name: string, lake: string): SealFunction {
  const client = aws.client(LambdaClient, SETTINGS)
  const invoke = async (command: ConstructorParameters<typeof InvokeCommand>[0], abortSignal?: AbortSignal) => {
    try {
      return await client.send(new InvokeCommand(command), { ...(abortSignal && { abortSignal }) })
    } catch (error) {
      throw isThrottled(error) ? alreadyRunning(name, error) : error
    }
  }
  return {
    async run({ all }, signal) {
      const event = { prepare: true, ...(all && { all: true }) }
      const { FunctionError, Payload } = await invoke({ FunctionName: name, Payload: JSON.stringify(event) }, signal)
      const text = new TextDecoder().decode(Payload)
      if (FunctionError !== undefined) throw failed(name, lake, text)
      return (JSON.parse(text) as object | null) ?? {}
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

/** What the function threw, as Lambda tells it: `{"errorType": "Error", "errorMessage": "...", ...}`. */
function failed(name: string, lake: string, payload: string): UserError {
  const { errorMessage = payload } = JSON.parse(payload) as { errorMessage?: string }
  return new UserError(
    `${name} failed: ${errorMessage}: see its log with \`aws logs tail /aws/lambda/${name} --since 1h\`, and what is wrong with \`audit-lake doctor --lake ${lake}\``,
  )
}
