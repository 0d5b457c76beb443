import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CreateStreamCommand,
  KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import { expect, it, onTestFinished } from 'vitest'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { rowObjects } from '../../../packages/lake/src/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { describeLong } from '../../long.ts'
import { newFolder } from '../endpoint/running.ts'
import { type Served, type ServedOptions, served } from '../endpoint/served.ts'
import type { ConsumeOptions } from './consume.ts'
import { type Kind, type Put, putOf } from './traffic.ts'

const RECORDS = 100_000
const WORKERS = 4
/** Keys of a worker: a request has one record of each, so that one which is refused holds up its own key alone. */
const KEYS = 500
const SEED = Number(process.env.AUDIT_LAKE_SEED ?? Date.now() % 1_000_000)

/** What is put: by its kind, the ids. */
type Expected = Readonly<Record<Kind, Set<string>>>

/** Puts all records, each until it is taken: those of a key in order. */
async function produce(client: KinesisClient, random: Random): Promise<Expected> {
  const expected: Expected = { event: new Set(), malformed: new Set(), poison: new Set() }
  const worker = async (number: number) => {
    for (let round = 0; round < RECORDS / WORKERS / KEYS; round++) {
      const puts = Array.from({ length: KEYS }, (_, i) => {
        const kind = random.chance(0.0002) ? 'malformed' : random.chance(0.0001) ? 'poison' : 'event'
        const put = putOf(`k${number * KEYS + i}`, round, kind)
        expected[kind].add(put.id)
        return put
      })
      await putAll(client, puts)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, (_, number) => worker(number)))
  return expected
}

async function putAll(client: KinesisClient, puts: readonly Put[]): Promise<void> {
  for (let left = puts; left.length > 0; ) {
    const Records = left.map(({ key, data }) => ({ PartitionKey: key, Data: data }))
    try {
      const answer = await client.send(new PutRecordsCommand({ StreamName: 'audit', Records }))
      left = left.filter((_, i) => answer.Records![i]!.ErrorCode !== undefined)
    } catch {
      // nobody knows what was kept: all is put again, and some of it is twice in the stream
    }
    if (left.length > 0) await pause(100)
  }
}

/** Kills the endpoint now and then, and starts it again at once. */
async function troubleEndpoint(folder: string, options: ServedOptions, first: Served, times: number): Promise<void> {
  const port = Number(new URL(first.url).port)
  let endpoint = first
  for (let i = 0; i < times; i++) {
    await pause(4000)
    await endpoint.kill()
    endpoint = await served(folder, { ...options, port })
  }
}

/** Splits, merges and scales. What was under way when the endpoint was killed is done again, on what there is then. */
async function reshard(client: KinesisClient): Promise<void> {
  const StreamName = 'audit'
  const open = async () => {
    const answer = await client.send(new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }))
    return answer.Shards!.sort((a, b) => (start(a) < start(b) ? -1 : 1))
  }
  const start = (shard: { HashKeyRange: { StartingHashKey: string | undefined } | undefined }) =>
    BigInt(shard.HashKeyRange!.StartingHashKey!)
  const scale = (TargetShardCount: number) => () =>
    client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }))
  const steps = [
    async () => {
      const [first, second] = await open()
      const NewStartingHashKey = String((start(first!) + start(second!)) / 2n)
      await client.send(new SplitShardCommand({ StreamName, ShardToSplit: first!.ShardId!, NewStartingHashKey }))
    },
    async () => {
      const [, , one, other] = await open()
      const shards = { ShardToMerge: one!.ShardId!, AdjacentShardToMerge: other!.ShardId! }
      await client.send(new MergeShardsCommand({ StreamName, ...shards }))
    },
    scale(12),
    scale(7),
    scale(10),
  ]
  for (const step of steps) {
    await pause(1000)
    await untilDone(step)
  }
}

async function untilDone(step: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      await step()
      return
    } catch {
      await pause(500)
    }
  }
}

/** Runs a consumer until it is killed or ends by itself. */
async function consume(options: ConsumeOptions, signal?: AbortSignal): Promise<'killed' | 'done'> {
  const script = join(import.meta.dirname, 'consume.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  signal?.addEventListener('abort', () => child.kill('SIGKILL'))
  onTestFinished(() => void child.kill('SIGKILL'))
  const [code, killedBy] = (await once(child, 'exit')) as [number | null, string | null]
  if (killedBy === 'SIGKILL') return 'killed'
  if (code !== 0) throw new Error(`the consumer ended by itself, with ${code ?? killedBy}`)
  return 'done'
}

/** Runs consumers one after another, of which the first are killed after seconds, until the signal aborts. */
async function consumeAmongKills(lake: string, url: string, random: Random, signal: AbortSignal): Promise<number> {
  let deaths = 0
  for (; !signal.aborted; deaths++) {
    const kill = deaths < 4 ? [AbortSignal.timeout(2000 + random.below(2000))] : []
    const options = { lake, url, seed: random.below(2 ** 32), follow: true }
    await consume(options, AbortSignal.any([signal, ...kill]))
  }
  return deaths
}

/** Lines that were written whole, and of others what is whole. */
function idsNoted(folder: string, file: string): string[] {
  const path = join(folder, file)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(1) : []
  return lines.flatMap(line => line.split(' ').slice(0, -1))
}

/** How often each id was delivered; the first deliveries of a key must be in order. */
function checkOrder(ids: readonly string[]): Map<string, number> {
  const deliveries = new Map<string, number>()
  const next = new Map<string, number>()
  for (const id of ids) {
    const times = deliveries.get(id) ?? 0
    deliveries.set(id, times + 1)
    if (times > 0) continue
    const [key, number] = id.split('-') as [string, string]
    expect(Number(number), `first delivery of ${id}`).toBe(next.get(key) ?? 0)
    next.set(key, Number(number) + 1)
  }
  return deliveries
}

/** The ids in the lake's dead letters. */
function deadIds(folder: string): Set<string> {
  const ids = new Set<string>()
  for (const entry of readdirSync(join(folder, 'dead-letters'), { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ndjson')) continue
    for (const line of readFileSync(join(folder, 'dead-letters', entry), 'utf8')
      .trim()
      .split('\n')) {
      const { payload } = JSON.parse(line) as { payload: string }
      ids.add(/"log_id":"([^"]+)"/.exec(Buffer.from(payload, 'base64').toString())![1]!)
    }
  }
  return ids
}

describeLong('the poller', () => {
  it(`has ${RECORDS} records in the lake once each, whoever is killed, refused, split or poisoned (seed ${SEED})`, async () => {
    const random = new Random(SEED)
    const streamFolder = newFolder()
    const lake = newFolder()
    const options: ServedOptions = { limits: 'real', iteratorMillis: 700 }
    const endpoint = await served(streamFolder, options)
    const client = new KinesisClient({
      endpoint: endpoint.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    })
    onTestFinished(() => client.destroy())
    await client.send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 8 }))

    const produced = new AbortController()
    const consuming = consumeAmongKills(lake, endpoint.url, random, produced.signal)
    const [expected] = await Promise.all([
      produce(client, new Random(SEED + 1)),
      troubleEndpoint(streamFolder, options, endpoint, 2),
      reshard(client),
    ])
    produced.abort()
    let deaths = await consuming
    const last = () => consume({ lake, url: endpoint.url, seed: random.below(2 ** 32), follow: false })
    while ((await last()) === 'killed') deaths++

    const deliveries = checkOrder(idsNoted(lake, 'deliveries'))
    expect(deliveries.size).toBe(RECORDS)
    expect(new Set(idsNoted(lake, 'given-up'))).toEqual(expected.poison)
    expect(deadIds(lake)).toEqual(expected.malformed)
    const engine = await (await openLocalLake(lake)).engine()
    onTestFinished(() => engine.close())
    const rows = await rowObjects(await engine.query('SELECT log_id FROM audit_logs'))
    const ids = rows.map(row => String(row.log_id))
    expect(ids).toHaveLength(expected.event.size)
    expect(new Set(ids)).toEqual(expected.event)
    const unbalanced = 'SELECT batch_id FROM receipts WHERE received <> stored + repeats + dead_letters + empty'
    expect(await rowObjects(await engine.query(unbalanced))).toEqual([])

    expect(deaths).toBeGreaterThanOrEqual(3) // a quiet machine is done soon
    expect(Math.max(...deliveries.values())).toBeGreaterThan(1)
    const shards = (await client.send(new ListShardsCommand({ StreamName: 'audit' }))).Shards!
    expect(shards.length).toBeGreaterThan(12)
  }, 240_000)
})
