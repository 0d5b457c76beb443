import { AwsError } from './aws-error.ts'

/**
 * What a shard may do in a second: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const PER_SECOND = {
  recordsIn: 1000,
  bytesIn: 1024 * 1024,
  reads: 5,
  bytesOut: 2 * 1024 * 1024,
} as const

type Measure = keyof typeof PER_SECOND
type Used = Record<Measure, number>

/** Counts what each shard does, and refuses what is beyond the limits. */
export class Throttle {
  private readonly isOn: boolean
  private readonly now: () => number
  private readonly used = new Map<string, { second: number; used: Used }>()

  /** @param now in milliseconds */
  constructor(isOn: boolean, now: () => number) {
    this.isOn = isOn
    this.now = now
  }

  /** Whether a shard may take a record; if so, it is counted. */
  takes(shard: string, bytes: number): boolean {
    const used = this.usedBy(shard)
    if (this.isOn && (used.recordsIn + 1 > PER_SECOND.recordsIn || used.bytesIn + bytes > PER_SECOND.bytesIn))
      return false
    used.recordsIn++
    used.bytesIn += bytes
    return true
  }

  /** @throws AwsError when the shard was read too often, or too much of it, in this second */
  countRead(shard: string): void {
    const used = this.usedBy(shard)
    if (this.isOn && (used.reads + 1 > PER_SECOND.reads || used.bytesOut >= PER_SECOND.bytesOut)) {
      throw new AwsError('ProvisionedThroughputExceededException', rateExceeded(shard))
    }
    used.reads++
  }

  /** What was read counts for the seconds to come too: after 10 MiB a shard rests for five seconds. */
  countBytesOut(shard: string, bytes: number): void {
    this.usedBy(shard).bytesOut += bytes
  }

  private usedBy(shard: string): Used {
    const second = Math.floor(this.now() / 1000)
    let entry = this.used.get(shard)
    if (!entry) {
      entry = { second, used: { recordsIn: 0, bytesIn: 0, reads: 0, bytesOut: 0 } }
      this.used.set(shard, entry)
    }
    const passed = second - entry.second
    if (passed !== 0) {
      const bytesOut = passed < 0 ? 0 : Math.max(0, entry.used.bytesOut - passed * PER_SECOND.bytesOut)
      entry.second = second
      entry.used = { recordsIn: 0, bytesIn: 0, reads: 0, bytesOut }
    }
    return entry.used
  }
}

/** What AWS says, in its own words as far as programs may look at them. */
export function rateExceeded(shard: string): string {
  return `Rate exceeded for shard ${shard}`
}
