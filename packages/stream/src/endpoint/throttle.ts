import { AwsError } from './aws-error.ts'
import type { Stream } from './storage/stream.ts'
import type { ShardState } from './storage/stream-state.ts'

/** What a shard may do in a second: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const PER_SECOND = {
  recordsIn: 1000,
  bytesIn: 1024 * 1024,
  reads: 5,
  bytesOut: 2 * 1024 * 1024,
} as const

type Used = Record<keyof typeof PER_SECOND, number>

/** Counts what each shard does in a second of the clock, and refuses what is beyond its capacity. */
export class Throttle {
  private readonly now: () => number
  private readonly used = new WeakMap<Stream, Map<string, { second: number; used: Used }>>()

  /** @param now in milliseconds */
  constructor(now: () => number) {
    this.now = now
  }

  /**
   * Whether a shard may take a record; if so, it is counted.
   *
   * One that is larger than a second's capacity may come to a shard that is idle, which rests for the seconds that it
   * took in advance: https://docs.aws.amazon.com/streams/latest/dev/large-records.html
   */
  takes(stream: Stream, shard: ShardState, bytes: number): boolean {
    const used = this.usedBy(stream, shard)
    if (used.recordsIn >= PER_SECOND.recordsIn) return false
    if (used.bytesIn > 0 && used.bytesIn + bytes > PER_SECOND.bytesIn) return false
    used.recordsIn++
    used.bytesIn += bytes
    return true
  }

  /** @throws AwsError when the shard was read too often, or too much of it, in this second */
  countRead(stream: Stream, shard: ShardState): void {
    const used = this.usedBy(stream, shard)
    if (used.reads >= PER_SECOND.reads || used.bytesOut >= PER_SECOND.bytesOut) throw rateExceeded(stream, shard)
    used.reads++
  }

  /** What was read counts for the seconds to come too: after 10 MiB a shard rests for five seconds. */
  countBytesOut(stream: Stream, shard: ShardState, bytes: number): void {
    this.usedBy(stream, shard).bytesOut += bytes
  }

  private usedBy(stream: Stream, { shardId }: ShardState): Used {
    const shards = this.used.get(stream) ?? new Map<string, { second: number; used: Used }>()
    this.used.set(stream, shards)
    const second = Math.floor(this.now() / 1000)
    const entry = shards.get(shardId)
    if (entry?.second === second) return entry.used
    const used = entry ? carriedOver(entry.used, second - entry.second) : { ...NOTHING }
    shards.set(shardId, { second, used })
    return used
  }
}

const NOTHING: Used = { recordsIn: 0, bytesIn: 0, reads: 0, bytesOut: 0 }

/** What was taken in advance, less what the seconds since would have allowed. */
function carriedOver({ bytesIn, bytesOut }: Used, seconds: number): Used {
  if (seconds < 0) return { ...NOTHING } // the clock was set back
  return {
    recordsIn: 0,
    bytesIn: Math.max(0, bytesIn - seconds * PER_SECOND.bytesIn),
    reads: 0,
    bytesOut: Math.max(0, bytesOut - seconds * PER_SECOND.bytesOut),
  }
}

/** The error of a shard that can take no more in this second. */
export function rateExceeded({ state }: Stream, { shardId }: ShardState): AwsError {
  const message = `Rate exceeded for shard ${shardId} in stream ${state.name}`
  return new AwsError('ProvisionedThroughputExceededException', message)
}
