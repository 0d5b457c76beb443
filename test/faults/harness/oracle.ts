import { type Block, blockName, type Digest, digestOf, type Version } from './block.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** A clock goes on after it was set: for this long at the most. */
const SLACK_MS = 3 * MINUTE_MS

/** A version of a block on its way, and how far it came. */
export interface Delivery extends Version {
  readonly block: Block
  /** When the view had to show it from: counts what the oracle was told; null when it need not yet. */
  dueSince: number | null
  /** Since when a reader has seen it. */
  seenSince: number | null
  /** The attempts to take it, for who has to find out. */
  readonly attempts: string[]
}

interface Excuse {
  /** A seal that begins at this time, or later, takes it. */
  readonly takenFrom: number
  /** When such a seal was done; null until then. */
  until: number | null
}

interface Attempt {
  readonly writtenAt: number
  readonly deliveries: readonly Delivery[]
}

/** Something that must never be: the view shows what it may not, or lacks what it must show. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

/** What a reader may ask for: blocks whose day lies between two, inclusive; with when it began. */
export interface Look {
  readonly fromDay: number
  readonly toDay: number
  readonly began: number
}

/**
 * Knows what was put, what was acknowledged and what was sealed, and so what a reader must see, and may see.
 *
 * A version of a block comes in one file, so it is shown whole or not at all: what a reader sees of a block is what
 * some of its versions look like together, and these must be among what was put, with all that is due and all that was
 * seen before.
 */
export class Oracle {
  private readonly deliveries = new Map<string, Delivery[]>()
  private readonly byData = new Map<string, Delivery>()
  private readonly attempts = new Map<string, Attempt>()
  /** Acknowledged, and to be shown when a seal is done that begins at some time, or later. */
  private readonly unsealed = new Map<Delivery, number>()
  /** Written into an hour that was closed: until a seal is done that begins at some time, or later, they may be hidden. */
  private readonly excused = new Map<Delivery, Excuse>()
  private readonly unacknowledged = new Set<Delivery>()
  private readonly digests = new Map<string, Digest>()
  private moment = 0
  private time = 0
  private sealersAt = 0
  /** Times that an event was hidden which had been seen, after a clock or a process had done what it may not. */
  hidden = 0

  get blocks(): number {
    return this.deliveries.size
  }

  /** Begins to deliver a version of a block, or delivers it again. @param hash MD5 of the data */
  put(block: Block, version: Version, hash: string): void {
    const known = this.deliveries.get(blockName(block)) ?? []
    const same = known.find(({ version: v, via }) => v === version.version && via === version.via)
    const delivery = same ?? { ...version, block, dueSince: null, seenSince: null, attempts: [] }
    if (!same) {
      this.deliveries.set(blockName(block), [...known, delivery])
      this.unacknowledged.add(delivery)
    }
    this.byData.set(`${version.via} ${hash}`, delivery)
  }

  versionsOf(block: Block): readonly Version[] {
    return this.deliveries.get(blockName(block)) ?? []
  }

  /** All clocks are set to a time, or nearly so. */
  timeIs(time: number): void {
    this.time = time
  }

  /** A sealer's clock was set: it may close hours up to then. */
  sealersMayBeAt(time: number): void {
    this.sealersAt = Math.max(this.sealersAt, time)
  }

  /** An invocation begins. @param attempt names it */
  taking(attempt: string, writtenAt: number, via: Version['via'], hashes: readonly string[]): void {
    const deliveries = hashes.flatMap(hash => this.byData.get(`${via} ${hash}`) ?? [])
    this.attempts.set(attempt, { writtenAt, deliveries })
  }

  /** It ended. */
  taken(attempt: string, isDone: boolean): void {
    const { writtenAt, deliveries } = this.attempts.get(attempt)!
    this.attempts.delete(attempt)
    this.moment++
    const isClosed = this.isClosed(writtenAt)
    const how = `${isDone ? 'done' : 'not done'}${isClosed ? ', its hour was closed' : ''}`
    for (const delivery of deliveries) {
      if (isDone) this.unacknowledged.delete(delivery)
      delivery.attempts.push(`${attempt} at ${new Date(writtenAt).toISOString()} ${how} (${this.moment})`)
      if (delivery.dueSince !== null) continue
      const takenFrom = isLate(delivery.block, writtenAt) ? Number.NEGATIVE_INFINITY : closingTime(writtenAt)
      if (isClosed) this.excused.set(delivery, { takenFrom, until: null })
      if (!isDone) continue
      if (isClosed || takenFrom < writtenAt) this.unsealed.set(delivery, takenFrom)
      else delivery.dueSince = this.moment
    }
  }

  /** A process died, and with it its invocations. @param prefix of their names */
  died(prefix: string): void {
    for (const attempt of [...this.attempts.keys()]) if (attempt.startsWith(prefix)) this.taken(attempt, false)
  }

  /** A seal begins: what is to be called when it is done. */
  sealing(): () => void {
    const begins = this.time - SLACK_MS // by the sealer's own clock, at the least
    const covered = [...this.unsealed].filter(([, takenFrom]) => takenFrom <= begins)
    const excuses = [...this.excused.values()].filter(({ takenFrom, until }) => takenFrom <= begins && until === null)
    return () => {
      this.moment++
      for (const [delivery] of covered) {
        delivery.dueSince ??= this.moment
        this.unsealed.delete(delivery)
      }
      for (const excuse of excuses) excuse.until = this.moment
    }
  }

  /** A look begins. */
  looking(fromDay = Number.NEGATIVE_INFINITY, toDay = Number.POSITIVE_INFINITY): Look {
    return { fromDay, toDay, began: this.moment }
  }

  /** Compares what a reader saw. @throws Violation */
  looked({ fromDay, toDay, began }: Look, rows: readonly (readonly [string, string, string])[]): void {
    const seen = new Map(rows.map(([name, count, sum]) => [name, { rows: count, sum }]))
    for (const name of seen.keys()) {
      if (!this.deliveries.has(name)) throw new Violation(`${name} was never put, but is shown`)
    }
    this.moment++
    for (const [name, deliveries] of this.deliveries) {
      const { day } = deliveries[0]!.block
      if (day >= fromDay && day <= toDay) this.compare(deliveries, seen.get(name) ?? NOTHING, began)
    }
  }

  /** Whether all that was put is due: then a look tells whether the view is exact. */
  isSettled(): boolean {
    return [...this.deliveries.values()].every(all => all.every(({ dueSince }) => dueSince !== null))
  }

  /** How many versions of blocks were put, but by nobody taken yet. */
  get backlog(): number {
    return this.unacknowledged.size
  }

  /** What of it is named first, for people. */
  backlogText(): string {
    const texts = [...this.unacknowledged]
      .slice(0, 5)
      .map(delivery => `${blockName(delivery.block)}: ${described(delivery)}`)
    return `${this.backlog} not taken: ${texts.join(', ')}`
  }

  /** Rows of all versions, each once. */
  allVersions(): number {
    return [...this.deliveries.values()].flat().reduce((sum, delivery, _, all) => {
      const isCopy = delivery.via === 'file' && all.some(other => isStreamsCopyOf(other, delivery))
      return sum + (isCopy ? 0 : Math.ceil(delivery.block.size / delivery.stride))
    }, 0)
  }

  private compare(deliveries: readonly Delivery[], seen: Digest, began: number): void {
    const isMust = ({ dueSince, seenSince }: Delivery) => isBefore(dueSince, began) || isBefore(seenSince, began)
    const must = deliveries.filter(isMust)
    const may = deliveries.filter(delivery => !isMust(delivery))
    let found = this.find(must, may, seen)
    if (!found) {
      const excused = must.filter(delivery => this.mayBeHidden(delivery, began))
      const strict = must.filter(delivery => !excused.includes(delivery))
      found = excused.length > 0 ? this.find(strict, [...may, ...excused], seen) : null
      if (found) this.hidden++
    }
    if (!found) throw new Violation(this.complaint(deliveries, must, seen))
    for (const delivery of found) delivery.seenSince ??= this.moment
  }

  /** The fewest versions that look like what was seen, or null when none do. */
  private find(must: readonly Delivery[], may: readonly Delivery[], seen: Digest): Delivery[] | null {
    const subsets = Array.from({ length: 2 ** may.length }, (_, bits) => may.filter((_, i) => (bits >> i) & 1))
    for (const subset of subsets.toSorted((a, b) => a.length - b.length)) {
      const digest = this.digest([...must, ...subset])
      if (digest.rows === seen.rows && digest.sum === seen.sum) return subset
    }
    return null
  }

  private digest(deliveries: readonly Delivery[]): Digest {
    const [first] = deliveries
    if (!first) return NOTHING
    const versions = deliveries.map(({ version, via }) => `${version}${via}`).sort()
    const key = `${blockName(first.block)} ${versions.join(' ')}`
    const digest = this.digests.get(key) ?? digestOf(first.block, deliveries)
    this.digests.set(key, digest)
    return digest
  }

  /** Whether it may be hidden from a look, though it was seen before. */
  private mayBeHidden(delivery: Delivery, began: number): boolean {
    if (isBefore(delivery.dueSince, began)) return false
    const excuse = this.excused.get(delivery)
    if (excuse && !isBefore(excuse.until, began)) return true
    return [...this.attempts.values()].some(
      ({ deliveries, writtenAt }) => deliveries.includes(delivery) && this.isClosed(writtenAt),
    )
  }

  /** Whether a sealer can have closed the hour of a moment. */
  private isClosed(time: number): boolean {
    return closingTime(time) <= this.sealersAt + SLACK_MS
  }

  private complaint(deliveries: readonly Delivery[], must: readonly Delivery[], seen: Digest): string {
    const { block } = deliveries[0]!
    const expected = this.digest(must)
    return [
      `events of ${blockName(block)} (${new Date(block.day).toISOString().slice(0, 10)}, ${block.size} of them)`,
      `shown are ${seen.rows} rows, due are ${expected.rows}; the sums of hashes are ${seen.sum} and ${expected.sum}`,
      ...deliveries.map(described),
      `now is ${this.moment}, sealers were at ${new Date(this.sealersAt).toISOString()} at the most`,
    ].join('\n  ')
  }
}

const NOTHING: Digest = { rows: '0', sum: 'null' }

/** When the hour of a moment is closed: ten minutes after its end. */
function closingTime(time: number): number {
  return Math.floor(time / HOUR_MS) * HOUR_MS + 70 * MINUTE_MS
}

/** As the design says it: of a day before today and the two days before. */
function isLate({ day }: Block, writtenAt: number): boolean {
  return Math.floor(day / DAY_MS) < Math.floor(writtenAt / DAY_MS) - 2
}

function isBefore(moment: number | null, began: number): boolean {
  return moment !== null && moment <= began
}

function isStreamsCopyOf(other: Delivery, delivery: Delivery): boolean {
  return other.block === delivery.block && other.version === delivery.version && other.via === 'stream'
}

function described({ version, stride, via, dueSince, seenSince, attempts }: Delivery): string {
  const taken = attempts.join('; ') || 'not taken'
  return `version ${version} of every ${stride} by ${via}, due since ${dueSince}, seen since ${seenSince}: ${taken}`
}
