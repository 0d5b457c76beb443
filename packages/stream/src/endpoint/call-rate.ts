import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from './aws-error.ts'

interface Rate {
  readonly calls: number
  /** Members of the request that say whose rate it is; none: the account's. */
  readonly of: readonly string[]
}

const account = (calls: number): Rate => ({ calls, of: [] })
const stream = (calls: number): Rate => ({ calls, of: ['StreamName', 'StreamARN'] })
const shard = (calls: number): Rate => ({ calls, of: ['StreamName', 'StreamARN', 'ShardId'] })

/**
 * How often an operation may be called in a second. What a shard may be read and written is the throttle's affair.
 *
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const RATES: Readonly<Record<string, Rate>> = {
  CreateStream: account(5),
  DecreaseStreamRetentionPeriod: stream(5),
  DeleteStream: account(5),
  DeregisterStreamConsumer: stream(5),
  DescribeLimits: account(1),
  DescribeStream: account(10),
  DescribeStreamConsumer: stream(20),
  DescribeStreamSummary: account(20),
  GetShardIterator: shard(5),
  IncreaseStreamRetentionPeriod: stream(5),
  ListShards: stream(1000),
  ListStreamConsumers: stream(5),
  ListStreams: account(5),
  MergeShards: account(5),
  RegisterStreamConsumer: account(5),
  SplitShard: account(5),
  UpdateShardCount: account(10),
}

/** Counts the calls of a second of the clock. */
export class CallRates {
  private readonly now: () => number
  private second = 0
  private readonly counts = new Map<string, number>()

  /** @param now in milliseconds */
  constructor(now: () => number) {
    this.now = now
  }

  /** @throws AwsError when the operation was called too often in this second */
  count(operation: string, input: Input): void {
    const rate = RATES[operation]
    if (!rate) return
    this.forgetLastSecond()
    const key = [operation, ...rate.of.map(member => input.optionalText(member) ?? '')].join(' ')
    const count = (this.counts.get(key) ?? 0) + 1
    if (count > rate.calls) throw tooOften(operation, rate)
    this.counts.set(key, count)
  }

  private forgetLastSecond(): void {
    const second = Math.floor(this.now() / 1000)
    if (second !== this.second) this.counts.clear()
    this.second = second
  }
}

function tooOften(operation: string, { calls }: Rate): AwsError {
  // GetShardIterator alone has throttling among its errors, and not this limit
  const name = operation === 'GetShardIterator' ? 'ProvisionedThroughputExceededException' : 'LimitExceededException'
  return new AwsError(name, `Rate exceeded: ${operation} may be called ${calls} times a second`)
}
