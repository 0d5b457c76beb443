import {
  KinesisServiceException,
  LimitExceededException,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-kinesis'

/**
 * Whether a request may succeed when it is made again: it was throttled, the service has a fault, or no whole answer
 * came.
 *
 * An answer that is cut off on its way reaches the caller of the SDK as a JSON that cannot be parsed, without a word of
 * the connection: whatever came out of sending and is no error of the service's own counts as no answer. Credentials
 * that are not there will not be there the next time.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProvisionedThroughputExceededException || error instanceof LimitExceededException) return true
  if (error instanceof KinesisServiceException) return error.$fault === 'server'
  return error instanceof Error && '$metadata' in error && error.name !== 'CredentialsProviderError'
}
