/** Who did something. */
export interface Principal {
  readonly type: 'user' | 'serviceaccount'
  readonly id: string
  /** E-mail address of a user, name of a service account. */
  readonly name: string
  /** The API key it used, if it used one. */
  readonly apiKeyId?: string
}

/** What happened, in no form yet. */
export interface Event {
  readonly logId: string
  /** Milliseconds since the epoch. */
  readonly time: number
  /** As Temporal names it today, such as `CreateAPIKey`. */
  readonly operation: string
  readonly principal: Principal
  /** The chain of `x_forwarded_for`. */
  readonly addresses: string
  readonly status: 'OK' | 'ERROR'
  /** The ticket, or another id the caller gave. */
  readonly asyncOperationId: string
  readonly details: Readonly<Record<string, unknown>>
  readonly version: number
}
