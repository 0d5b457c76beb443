import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { logger } from './logger.ts'

/**
 * Asks for a seal, for rows that no reader sees before it. Whether it comes is not waited for.
 *
 * That it cannot be asked for fails nothing: the rows are in the sealer's inbox, and its schedule takes them.
 */
export async function askForSeal(client: LambdaClient, functionName: string): Promise<void> {
  try {
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event' }))
  } catch (error) {
    logger.warn('a seal cannot be asked for: late rows wait for the next by the schedule', error as Error)
  }
}
