/** The errors of the Kinesis API that this endpoint gives; their HTTP status is 400 unless said otherwise. */
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

const STATUS: Partial<Record<AwsErrorName, number>> = {
  InternalFailure: 500,
  RequestEntityTooLargeException: 413,
  RequestTimeoutException: 408,
}

/** What a caller gets instead of an answer. */
export class AwsError extends Error {
  override readonly name: AwsErrorName

  constructor(name: AwsErrorName, message: string) {
    super(message)
    this.name = name
  }

  get status(): number {
    return STATUS[this.name] ?? 400
  }
}
