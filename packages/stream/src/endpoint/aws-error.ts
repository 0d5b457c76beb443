import { AwsError as AnyAwsError } from '@temporal-audit-lake/http'

/** The errors of the Kinesis API that this endpoint gives. */
export type AwsErrorName =
  | 'AccessDeniedException'
  | 'DryRunOperationException'
  | 'ExpiredIteratorException'
  | 'ExpiredNextTokenException'
  | 'InternalFailure'
  | 'InvalidArgumentException'
  | 'LimitExceededException'
  | 'ProvisionedThroughputExceededException'
  | 'RequestEntityTooLargeException'
  | 'RequestTimeoutException'
  | 'ResourceInUseException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'UnknownOperationException'
  | 'ValidationException'

/** What a caller of the Kinesis API gets instead of an answer. */
export class AwsError extends AnyAwsError {
  constructor(name: AwsErrorName, message: string) {
    super(name, message)
  }
}
