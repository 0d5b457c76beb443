/**
 * Takes a stream into a lake, as `audit-lake up` does, among faults of every kind: `consume.ts <options as JSON>`.
 *
 * The process may die by its own hand between any two side effects, and its parent kills it when it likes.
 */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { lakeCheckpoints, type StreamIdentity } from '../../../packages/cli/src/stream/lake-checkpoints.ts'
import type { SourceRecord } from '../../../packages/core/src/index.ts'
import { ingest } from '../../../packages/lake/src/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { type BatchResponse, poll } from '../../../packages/stream/src/index.ts'
import { idIn, isPoison } from './traffic.ts'

/** What a consumer is told. */
export interface ConsumeOptions {
  readonly lake: string
  readonly url: string
  readonly seed: number
  readonly follow: boolean
}

const { lake: folder, url, seed, follow } = JSON.parse(process.argv[2]!) as ConsumeOptions
const random = new Random(seed)

/** How often, at each of the places where it may, the process ends itself. */
const DEATH = follow ? 0.003 : 0.001

function mayDie(): void {
  if (random.chance(DEATH)) process.kill(process.pid, 'SIGKILL')
}

/** A port of which every call may be the process's last, before its effect or after it. */
function deadly<Arguments extends unknown[], Result>(run: (...args: Arguments) => Promise<Result>) {
  return async (...args: Arguments): Promise<Result> => {
    mayDie()
    const result = await run(...args)
    mayDie()
    return result
  }
}

/** Adds a line of ids, which is whole if it ends with a dot. */
function note(file: string, records: readonly SourceRecord[]): void {
  appendFileSync(join(folder, file), `\n${records.map(({ data }) => idIn(data)).join(' ')} .`)
}

// all but the endpoint are the defaults: HTTP/2 and the SDK's own retries
const client = new KinesisClient({
  endpoint: url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
})
const lake = await openLocalLake(folder)
const ports = {
  objects: { ...lake.objects, put: deadly(lake.objects.put) },
  deadLetters: { put: deadly(lake.deadLetters.put) },
  receipts: { put: deadly(lake.receipts.put) },
}
const checkpoints = lakeCheckpoints(lake.objects, await identityOf('audit'))

/** The endpoint may be dead at the moment. */
async function identityOf(StreamName: string): Promise<StreamIdentity> {
  for (;;) {
    try {
      const { StreamDescriptionSummary: summary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
      return { arn: summary!.StreamARN!, createdAt: summary!.StreamCreationTimestamp! }
    } catch {
      await pause(200)
    }
  }
}

async function take(records: readonly SourceRecord[]): Promise<BatchResponse | undefined> {
  note('deliveries', records)
  if (records.some(({ data }) => isPoison(data))) throw new Error('no record like this, ever')
  if (records.length > 1 && random.chance(0.05)) throw new Error('down before it did anything')
  if (records.length > 1 && random.chance(0.1)) {
    const done = 1 + random.below(records.length - 1)
    await ingest(records.slice(0, done), ports, { writtenAt: Date.now() })
    return { batchItemFailures: [{ itemIdentifier: records[done]!.sequenceNumber }] }
  }
  await ingest(records, ports, { writtenAt: Date.now() })
  if (records.length > 1 && random.chance(0.05)) throw new Error('down after it did all')
  return undefined
}

await poll({
  client,
  streamName: 'audit',
  checkpoints: { get: checkpoints.get, set: deadly(checkpoints.set) },
  handler: take,
  follow,
  batchSize: 1500,
  batchWindowMs: 500,
  pollIntervalMs: 250,
  maximumRetryAttempts: 1,
  onFailure: async records => note('given-up', records),
})
client.destroy()
