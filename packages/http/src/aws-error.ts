const STATUS: Readonly<Record<string, number>> = {
  InternalFailure: 500,
  RequestEntityTooLargeException: 413,
  RequestTimeoutException: 408,
}

/** What a caller of an AWS API gets instead of an answer; its HTTP status is 400 for all but a few names. */
export class AwsError extends Error {
  override readonly name: string
  /** What the answer says besides the name and the message, such as Athena's `AthenaErrorCode`. */
  readonly more: Readonly<Record<string, unknown>>

  /** @param name as the API's reference has it, such as `ResourceNotFoundException` */
  constructor(name: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = name
    this.more = more
  }

  get status(): number {
    return STATUS[this.name] ?? 400
  }
}
