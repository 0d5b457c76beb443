import type { Random } from '../../../packages/cli/src/demo/random.ts'
import { type Block, dataOf, FORMS, type Version } from './block.ts'
import type { Cast } from './cast.ts'
import type { Oracle } from './oracle.ts'
import { md5, type Producer } from './producer.ts'
import type { Schedule } from './schedule.ts'

const DAY_MS = 24 * 60 * 60_000
const LATE = 0.04
const HELD_BACK = 0.06
const RESENT = 0.12
const REPEATED = 0.06
const API_COPY = 0.05
const POISON = 0.3
const MOST_VERSIONS = 3

interface Held {
  readonly step: number
  readonly block: Block
  readonly version: Version
}

/** What Temporal sends: new events, some of them late, resent, out of order or twice; copies by the API; and poison. */
export class Traffic {
  /** Records that are no log records: each must become a dead letter. MD5 of their bytes. */
  readonly poison = new Set<string>()
  delivered = 0
  private readonly random: Random
  private readonly oracle: Oracle
  private readonly blocks: Block[] = []
  /** By number of the block: the highest version that was made. */
  private readonly highest = new Map<number, number>()
  private held: Held[] = []

  constructor(random: Random, oracle: Oracle) {
    this.random = random
    this.oracle = oracle
  }

  /** Sends what is due in a step. */
  async send(step: number, { events, steps, blockSize }: Schedule, cast: Cast, producer: Producer): Promise<void> {
    const until = Math.ceil(((step + 1) * events) / steps / blockSize)
    const records: Uint8Array[] = []
    while (this.blocks.length < until) records.push(...this.newBlock(step, blockSize, cast))
    for (const { block, version } of this.held.filter(held => held.step <= step))
      records.push(this.record(block, version))
    this.held = this.held.filter(held => held.step > step)
    if (this.random.chance(POISON)) records.push(this.poisonedRecord(step), new Uint8Array(0))
    await producer.put(shuffled(records, this.random))
  }

  /** Sends what was held back. */
  async finish(producer: Producer): Promise<void> {
    const records = this.held.map(({ block, version }) => this.record(block, version))
    this.held = []
    await producer.put(records)
  }

  private newBlock(step: number, size: number, cast: Cast): Uint8Array[] {
    const { random } = this
    const daysAgo = random.chance(LATE) ? 3 + random.below(20) : random.pick([0, 0, 0, 1, 2])
    const day = Math.floor(cast.now / DAY_MS) * DAY_MS - daysAgo * DAY_MS
    const block = { number: this.blocks.length, day, size }
    this.blocks.push(block)
    const first: Version = { version: 0, stride: 1, via: 'stream' }
    const records: Uint8Array[] = []
    if (random.chance(HELD_BACK)) this.held.push({ step: step + 1 + random.below(8), block, version: first })
    else records.push(this.record(block, first))
    if (random.chance(RESENT)) records.push(...this.resent(step))
    if (random.chance(REPEATED)) records.push(this.record(block, first))
    if (random.chance(API_COPY)) this.copyByApi(cast)
    return records
  }

  /** A higher version of some events, maybe before the lower one has come. */
  private resent(step: number): Uint8Array[] {
    const block = this.anyBlock()
    const version = (this.highest.get(block.number) ?? 0) + 1
    if (version > MOST_VERSIONS) return []
    this.highest.set(block.number, version)
    const next: Version = { version, stride: 1 + this.random.below(3), via: 'stream' }
    if (this.random.chance(0.8)) return [this.record(block, next)]
    this.held.push({ step: step + 1 + this.random.below(8), block, version: next })
    return []
  }

  private copyByApi(cast: Cast): void {
    const block = this.anyBlock()
    const versions = this.oracle.versionsOf(block)
    const { version, stride } = versions[this.random.below(versions.length)] ?? { version: 0, stride: 1 }
    const copy: Version = { version, stride, via: 'file' }
    const data = this.record(block, copy)
    cast.importFile(`${md5(data)}.ndjson`, data)
  }

  private record(block: Block, version: Version): Uint8Array {
    const form = version.via === 'file' ? 'api' : this.random.pick(FORMS)
    const data = dataOf(block, version, form, this.random)
    this.oracle.put(block, version, md5(data))
    this.delivered += Math.ceil(block.size / version.stride)
    return data
  }

  private poisonedRecord(step: number): Uint8Array {
    const data = Buffer.from(`{"log_id":"poison-${step}","operation":"DeleteUser","emit_time":`)
    this.poison.add(md5(data))
    return data
  }

  private anyBlock(): Block {
    // mostly one of the last: resends come within days
    const back = this.random.chance(0.8) ? Math.min(200, this.blocks.length) : this.blocks.length
    return this.blocks[this.blocks.length - 1 - this.random.below(back)]!
  }
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map(item => ({ item, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
