import { AwsError } from '../aws-error.ts'

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
const EXCLUSIVE_MS = 5000

interface Subscription {
  readonly since: number
  readonly ending: AbortController
}

/** Who is subscribed to what: a consumer has one subscription to a shard at a time. */
export class Subscriptions {
  private readonly now: () => number
  private readonly exclusiveMillis: number
  private readonly current = new Map<string, Map<string, Subscription>>()

  /** @param hasLimits whether a subscription cannot be taken over in its first five seconds */
  constructor(hasLimits: boolean, now: () => number) {
    this.exclusiveMillis = hasLimits ? EXCLUSIVE_MS : 0
    this.now = now
  }

  /**
   * Begins a subscription, which takes over from an earlier one.
   *
   * @returns aborts when somebody takes over, or the consumer is gone: the reason is an AwsError
   * @throws AwsError when the earlier one is too young
   */
  begin(consumerArn: string, shardId: string): AbortSignal {
    const shards = this.current.get(consumerArn) ?? new Map<string, Subscription>()
    const earlier = shards.get(shardId)
    const since = this.now()
    if (earlier && since - earlier.since < this.exclusiveMillis) {
      throw new AwsError('ResourceInUseException', `${consumerArn} subscribed to ${shardId} less than 5 s ago`)
    }
    earlier?.ending.abort(new AwsError('ResourceInUseException', 'another subscription took over'))
    const ending = new AbortController()
    this.current.set(consumerArn, shards.set(shardId, { since, ending }))
    return ending.signal
  }

  /** Ends what a consumer that is gone is subscribed to. */
  endAll(consumerArn: string): void {
    for (const { ending } of this.current.get(consumerArn)?.values() ?? []) {
      ending.abort(new AwsError('ResourceNotFoundException', `the consumer ${consumerArn} is gone`))
    }
    this.current.delete(consumerArn)
  }
}
