import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Random } from '../../../packages/cli/src/demo/random.ts'

const DAY_MS = 24 * 60 * 60_000

/** Events of one day that are delivered together: few enough to name, so many that millions are thousands of blocks. */
export interface Block {
  readonly number: number
  /** First moment of the day on which its events happened. */
  readonly day: number
  readonly size: number
}

/** A version of every so manyth event of a block, and the way on which it comes. */
export interface Version {
  readonly version: number
  /** 1: of all of them. */
  readonly stride: number
  readonly via: 'stream' | 'file'
}

/** What a reader sees of a block: how many rows, and the sum of their hashes. */
export interface Digest {
  readonly rows: string
  readonly sum: string
}

/** What the digest is in SQL: a row's identity, version, and whether the stream's copy was preferred. */
export const DIGEST_SQL = `substr(log_id, 1, 8), count(*), sum(md5_number_upper(
  log_id || '|' || operation || '|' || epoch_ms(emit_time) || '|' || version || '|' || substr(source, 1, 4)))`

export function blockName({ number }: Block): string {
  return `b${String(number).padStart(7, '0')}`
}

/** What a reader sees when some versions were delivered: of each event the highest, the stream's before a file's. */
export function digestOf(block: Block, versions: readonly Version[]): Digest {
  const ordered = versions.toSorted((a, b) => b.version - a.version || (a.via === 'stream' ? -1 : 1))
  let rows = 0
  let sum = 0n
  for (let event = 0; event < block.size; event++) {
    const current = ordered.find(({ stride }) => event % stride === 0)
    if (!current) continue
    rows++
    sum += hashOf(block, event, current)
  }
  return { rows: String(rows), sum: rows === 0 ? 'null' : String(sum) }
}

function hashOf(block: Block, event: number, { version, via }: Version): bigint {
  const source = via === 'stream' ? 'kine' : 'file'
  const text = `${logId(block, event)}|${operation(event)}|${emitTime(block, event)}|${version}|${source}`
  return createHash('md5').update(text).digest().readBigUInt64LE(0)
}

/** The forms that have an id; of the oldest no two records are known to be one event. */
export const FORMS = ['2025', 'transition', 'api'] as const
export type Form = (typeof FORMS)[number]

/** A version of a block as the data of one Kinesis record, or of one file. */
export function dataOf(block: Block, version: Version, form: Form, random: Random): Uint8Array {
  const texts: string[] = []
  for (let event = 0; event < block.size; event += version.stride) texts.push(recordText(block, event, version, form))
  const text = framed(texts, form, random)
  return random.chance(0.8) ? gzipSync(text, { level: 1 }) : Buffer.from(text)
}

function framed(texts: readonly string[], form: Form, random: Random): string {
  if (form === 'api' && random.chance(0.5)) return `{"logs":[${texts.join(',')}]}`
  return random.pick([texts.join('\n'), texts.join(''), `[${texts.join(',')}]`])
}

function recordText(block: Block, event: number, { version }: Version, form: Form): string {
  const id = logId(block, event)
  const time = new Date(emitTime(block, event)).toISOString()
  const user = `user-${(block.number * 31 + event) % 997}`
  const details = `{"user_id":"${user}","spec":{"retention_days":${event % 90}},"block":${block.number}}`
  const principal = `"principal":{"type":"user","id":"${user}","name":"${user}@example.com"}`
  const common = `"operation":"${operation(event)}","status":"OK","version":${version},${principal}`
  if (form === 'api') return `{"emitTime":"${time}","logId":"${id}",${common},"rawDetails":${details}}`
  const old = form === 'transition' ? `"level":"LOG_LEVEL_INFO","user_email":"${user}@example.com",` : ''
  return `{"emit_time":"${time}","log_id":"${id}",${old}${common},"raw_details":${details}}`
}

/** Some events share an id with another: they differ in their operation only, or in their time only. */
function logId(block: Block, event: number): string {
  return `${blockName(block)}-${event - sharing(event)}`
}

function operation(event: number): string {
  return ['DeleteUser', 'CreateNamespace', 'UpdateUser', 'CreateAPIKey'][event % 4]!
}

function emitTime({ day, number, size }: Block, event: number): number {
  const place = sharing(event) === 1 ? event - 1 : event
  return day + ((number * 7919 + Math.floor((place * DAY_MS) / size)) % DAY_MS)
}

/** How many events before this one stands the one whose id it has: the fourth has the same operation, the first the same time. */
function sharing(event: number): number {
  return event % 10 === 4 ? 4 : event % 10 === 7 ? 1 : 0
}
