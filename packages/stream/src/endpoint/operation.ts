import type { Input } from '@temporal-audit-lake/http'
import type { CallRates } from './call-rate.ts'
import type { Subscriptions } from './operations/subscriptions.ts'
import type { Stream } from './storage/stream.ts'
import type { StreamStore } from './storage/stream-store.ts'
import type { Throttle } from './throttle.ts'

/** What an operation works on. */
export interface Service {
  readonly streams: StreamStore
  /** What Kinesis allows in a second or a day; null lets all pass. */
  readonly limits: { readonly throttle: Throttle; readonly callRates: CallRates } | null
  readonly subscriptions: Subscriptions
  /** Milliseconds after which a shard iterator is too old. */
  readonly iteratorMillis: number
  readonly now: () => number
}

/** An operation of the Kinesis API: its input, checked as it is read, to its output. */
export type Operation = (input: Input, service: Service) => Promise<object> | object

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StreamDescription.html, for an account that is nobody's. */
const ARN_PREFIX = 'arn:aws:kinesis:us-east-1:000000000000:stream/'

export function arnOf(streamName: string): string {
  return `${ARN_PREFIX}${streamName}`
}

/** The name in an ARN of a stream, or of one of its consumers. */
export function nameInArn(arn: string): string {
  return /:stream\/([^/]+)/.exec(arn)?.[1] ?? arn
}

/** The stream that a request is about, by name or ARN. */
export function streamOf(input: Input, { streams }: Service): Stream {
  const arn = input.optionalText('StreamARN')
  return streams.get(arn === undefined ? input.name('StreamName') : nameInArn(arn))
}
