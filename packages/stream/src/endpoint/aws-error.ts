/** The errors of the Kinesis API that this endpoint gives; their status is 400, but for faults of its own. */
export type AwsErrorName =
  | 'AccessDeniedException'
  | 'ExpiredIteratorException'
  | 'ExpiredNextTokenException'
  | 'InternalFailure'
  | 'InvalidArgumentException'
  | 'LimitExceededException'
  | 'ProvisionedThroughputExceededException'
  | 'ResourceInUseException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'UnknownOperationException'
  | 'ValidationException'

/** What a caller gets instead of an answer. */
export class AwsError extends Error {
  override readonly name: AwsErrorName

  constructor(name: AwsErrorName, message: string) {
    super(message)
    this.name = name
  }

  get status(): number {
    return this.name === 'InternalFailure' ? 500 : 400
  }
}
