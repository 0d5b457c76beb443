import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CreateStreamCommand,
  type KinesisClient,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShardLog } from '../../../packages/stream/src/endpoint/storage/shard-log.ts'
import { startEndpoint } from '../../../packages/stream/src/index.ts'
import { clientOf, newFolder } from './running.ts'
import { served } from './served.ts'
import { bytes, contentOf, putTexts, recordsOf, shardsOf, text } from './stream-content.ts'

/** What a put was told: where its records are kept. */
type Acknowledged = Map<string, string>

const placeOf = (shardId: string | undefined, sequenceNumber: string | undefined) => `${shardId} ${sequenceNumber}`

/** Puts numbered texts of many sizes, four requests at a time, until the endpoint is gone. */
async function putUntilGone(client: KinesisClient, next: () => number, acknowledged: Acknowledged): Promise<void> {
  const putter = async () => {
    for (;;) {
      const texts = Array.from({ length: 1 + (next() % 30) }, () => {
        const number = next()
        return `${number}:${'x'.repeat(number % 3000)}.`
      })
      const Records = texts.map(Data => ({ Data: bytes(Data), PartitionKey: Data.slice(0, 20) }))
      const answer = await client.send(new PutRecordsCommand({ StreamName: 'audit', Records }))
      answer.Records!.forEach((record, i) => {
        acknowledged.set(placeOf(record.ShardId, record.SequenceNumber), texts[i]!)
      })
    }
  }
  await Promise.allSettled([putter(), putter(), putter(), putter()])
}

describe('a stream', () => {
  it('keeps all that it said it keeps, and nothing half, when its process is killed during puts and splits', async () => {
    const folder = newFolder()
    const acknowledged: Acknowledged = new Map()
    let number = 0
    for (let round = 0; round < 3; round++) {
      const endpoint = await served(folder)
      const client = clientOf(endpoint, { requestHandler: new NodeHttpHandler() })
      if (round === 0) await client.send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 2 }))
      const puts = putUntilGone(client, () => number++, acknowledged)
      await pause(150)
      const scaling = {
        StreamName: 'audit',
        TargetShardCount: 2 + (round % 2),
        ScalingType: 'UNIFORM_SCALING',
      } as const
      const scaled = client.send(new UpdateShardCountCommand(scaling)).catch(() => undefined) // killed while it scales
      await pause(Math.random() * 30)
      await endpoint.kill()
      await Promise.all([puts, scaled])
    }
    expect(acknowledged.size).toBeGreaterThan(100)

    const client = clientOf(await served(folder))
    const kept = new Map<string, string>()
    for (const { ShardId } of await shardsOf(client)) {
      const records = await recordsOf(client, ShardId!)
      for (const record of records) kept.set(placeOf(ShardId, record.SequenceNumber), text(record.Data))
      const numbers = records.map(({ SequenceNumber }) => BigInt(SequenceNumber!))
      expect(numbers).toEqual(numbers.toSorted((a, b) => (a < b ? -1 : 1)))
    }
    for (const [place, put] of acknowledged) expect(kept.get(place)).toBe(put)
    const texts = [...kept.values()]
    expect(new Set(texts).size).toBe(texts.length)
    for (const put of texts) expect(put).toMatch(/^\d+:x*\.$/)
    for (const put of texts) expect(put).toHaveLength(put.indexOf(':') + 2 + (Number.parseInt(put, 10) % 3000))
    expect((await putTexts(client, ['more'])).FailedRecordCount).toBe(0)
  })

  it('cuts off what was being written, wherever it broke, and goes on behind the last whole record', async () => {
    const parent = newFolder()
    let run = 0
    const record = (length: number, i: number) => ({ partitionKey: `key ${i}`, data: new Uint8Array(length).fill(i) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        async (lengths, share, isGarbled) => {
          const folder = join(parent, String(run++))
          const log = await ShardLog.open(folder, () => 1000, 0)
          const ends = [0]
          const path = join(folder, '00000000000000000000.log')
          for (const [i, length] of lengths.entries()) {
            await log.append([record(length, i)])
            ends.push(readFileSync(path).length)
          }
          await log.close()
          const brokenAt = Math.floor(share * (ends.at(-1)! - 1))
          if (isGarbled) {
            const content = readFileSync(path)
            content[brokenAt]! ^= 0x55
            writeFileSync(path, content)
          } else truncateSync(path, brokenAt)
          const whole = ends.filter(end => end <= brokenAt).length - 1

          const again = await ShardLog.open(folder, () => 500, 0)
          expect(again.end).toBe(whole)
          await again.append([record(3, 9)])
          expect(await again.read(0, 100, 10_000)).toEqual([
            ...lengths.slice(0, whole).map((length, i) => ({
              ...record(length, i),
              data: Buffer.alloc(length, i),
              position: i,
              arrivalTime: 1000,
            })),
            { partitionKey: 'key 9', data: Buffer.alloc(3, 9), position: whole, arrivalTime: whole === 0 ? 500 : 1000 },
          ])
          await again.close()
        },
      ),
      { numRuns: 60, endOnFailure: true },
    )
  })

  it('takes back what the disk had no room for, says so, and goes on', async () => {
    const folder = newFolder()
    const full = await served(folder, { maxFileKiB: 2048 })
    const client = clientOf(full, { requestHandler: new NodeHttpHandler() })
    await client.send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 1 }))
    const put = async (name: string, length: number, of = client) => {
      const answer = await putTexts(of, [name.padEnd(length, '.')])
      return answer.Records![0]!.ErrorCode ?? 'kept'
    }
    expect(await put('a', 1_000_000)).toBe('kept')
    expect(await put('b', 1_000_000)).toBe('kept')
    expect(await put('c', 1_000_000)).toBe('InternalFailure')
    expect(await put('d', 1000)).toBe('kept')
    const namesOf = async (of: KinesisClient) => (await contentOf(of)).map(content => content[0])
    expect(await namesOf(client)).toEqual(['a', 'b', 'd'])
    await full.kill()
    const after = clientOf(await served(folder))
    expect(await put('e', 1_000_000, after)).toBe('kept')
    expect(await namesOf(after)).toEqual(['a', 'b', 'd', 'e'])
  })

  it('does not go on over a hole in the middle, and names the file', async () => {
    const folder = newFolder()
    const first = await startEndpoint({ folder, limits: 'none' })
    const client = clientOf(first)
    await client.send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 1 }))
    for (let i = 0; i < 3; i++) {
      const Records = new Array(9).fill({ Data: new Uint8Array(1024 * 1024 - 1), PartitionKey: 'k' })
      await client.send(new PutRecordsCommand({ StreamName: 'audit', Records }))
    }
    await first.close()
    const shard = join(folder, 'streams', 'audit', 'shardId-000000000000')
    const [oldest, newest] = readdirSync(shard).sort()
    expect(newest).toBe('00000000000000000018.log')
    truncateSync(join(shard, oldest!), 1000)
    await expect(startEndpoint({ folder })).rejects.toThrow(
      `${join(shard, oldest!)} is damaged: it holds 0 whole records, and more were in it`,
    )
  })

  it('says which file of its state cannot be read', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'streams', 'audit'), { recursive: true })
    writeFileSync(join(folder, 'streams', 'audit', 'stream.json'), '{"name": "aud')
    await expect(startEndpoint({ folder })).rejects.toThrow(join('audit', 'stream.json'))
  })

  it('is not there when it was being made or deleted', async () => {
    const folder = newFolder()
    const first = await startEndpoint({ folder })
    await clientOf(first).send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 1 }))
    await first.close()
    mkdirSync(join(folder, 'streams', '.new-half', 'shardId-000000000000'), { recursive: true })
    mkdirSync(join(folder, 'streams', '.deleted-old'))
    const again = await startEndpoint({ folder })
    expect(readdirSync(join(folder, 'streams'))).toEqual(['audit'])
    await again.close()
  })

  it('is the same after a restart: its shards, their children and its records', async () => {
    const folder = newFolder()
    const first = await startEndpoint({ folder, limits: 'none' })
    const before = clientOf(first)
    await before.send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 2 }))
    await putTexts(before, ['a', 'b', 'c', 'd'])
    const split = {
      StreamName: 'audit',
      ShardToSplit: 'shardId-000000000001',
      NewStartingHashKey: String(3n * 2n ** 126n),
    }
    await before.send(new SplitShardCommand(split))
    await putTexts(before, ['e', 'f', 'g', 'h'])
    const shards = await shardsOf(before)
    const records = await Promise.all(shards.map(({ ShardId }) => recordsOf(before, ShardId!)))
    await first.close()

    const again = await startEndpoint({ folder, limits: 'none' })
    const after = clientOf(again)
    expect(await shardsOf(after)).toEqual(shards)
    expect(await Promise.all(shards.map(({ ShardId }) => recordsOf(after, ShardId!)))).toEqual(records)
    await again.close()
  })
})
