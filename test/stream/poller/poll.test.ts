import { connect, createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  type KinesisClient,
  ResourceNotFoundException,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SourceRecord } from '../../../packages/core/src/source-record.ts'
import { type Checkpoint, type Checkpoints, type PollOptions, poll } from '../../../packages/stream/src/index.ts'
import { clientOf, clientWithStream, running } from '../endpoint/running.ts'
import { putTexts, text } from '../endpoint/stream-content.ts'

/** Checkpoints that can be looked at. */
function remembered(): Checkpoints & { readonly all: Map<string, Checkpoint> } {
  const all = new Map<string, Checkpoint>()
  return {
    all,
    get: async shardId => all.get(shardId) ?? null,
    set: async (shardId, checkpoint) => void all.set(shardId, checkpoint),
  }
}

const scale = (client: KinesisClient, TargetShardCount: number) =>
  client.send(new UpdateShardCountCommand({ StreamName: 'audit', TargetShardCount, ScalingType: 'UNIFORM_SCALING' }))

const textsOf = (records: readonly SourceRecord[]) => records.map(({ data }) => text(data))

/** Polls in the background, until the test is done; what is delivered is added to `texts`. */
function following(client: KinesisClient, options: Partial<PollOptions> = {}) {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const texts: string[] = []
  const done = poll({
    client,
    streamName: 'audit',
    checkpoints: remembered(),
    handler: async records => void texts.push(...textsOf(records)),
    batchWindowMs: 1,
    pollIntervalMs: 20,
    signal: stop.signal,
    ...options,
  })
  done.catch(() => undefined) // the tests that are about its end look at it
  return { texts, done, stop }
}

/** All there is, as one poll that does not follow delivers it. */
async function readAll(client: KinesisClient, options: Partial<PollOptions> = {}): Promise<string[]> {
  const { texts, done } = following(client, { follow: false, ...options })
  await done
  return texts
}

describe('poll', () => {
  it('ends when all is read, of parents and children, and goes on from its checkpoints', async () => {
    const client = await clientWithStream(2)
    const checkpoints = remembered()
    await putTexts(client, ['a', 'b', 'c'], 'key')
    await scale(client, 1)
    await putTexts(client, ['d'], 'key')
    await scale(client, 2)
    await putTexts(client, ['e'], 'key')
    expect(await readAll(client, { checkpoints })).toEqual(['a', 'b', 'c', 'd', 'e'])
    const ended = [...checkpoints.all].filter(([, checkpoint]) => checkpoint === 'SHARD_END')
    expect(ended.map(([shardId]) => Number(shardId.slice(-12))).sort()).toEqual([0, 1, 2])
    expect(await readAll(client, { checkpoints })).toEqual([])
    await putTexts(client, ['f'], 'key')
    expect(await readAll(client, { checkpoints })).toEqual(['f'])
  })

  it('follows a stream through splits and merges', async () => {
    const client = await clientWithStream(1)
    const { texts } = following(client)
    for (const [i, count] of [2, 4, 3, 2, 1].entries()) {
      await putTexts(client, [`${i}`], 'key')
      await scale(client, count)
    }
    await putTexts(client, ['last'], 'key')
    await expect.poll(() => texts, { timeout: 10_000 }).toEqual(['0', '1', '2', '3', '4', 'last'])
  })

  it('reads no child before the last batch of its parent is done with', async () => {
    const client = await clientWithStream(1)
    await putTexts(client, ['parent'])
    await scale(client, 2)
    await putTexts(client, ['child', 'other child'])
    const events: string[] = []
    await readAll(client, {
      handler: async records => {
        events.push(`${textsOf(records)} begins`)
        await pause(records[0]!.shardId.endsWith('0') ? 300 : 0)
        events.push(`${textsOf(records)} ends`)
      },
    })
    expect(events.slice(0, 2)).toEqual(['parent begins', 'parent ends'])
    expect(events).toContain('child ends')
  })

  it('delivers a lonely record at the end of its window', async () => {
    const client = await clientWithStream(1)
    const batches: number[] = []
    following(client, { batchWindowMs: 700, handler: async records => void batches.push(records.length) })
    await putTexts(client, ['a'])
    await pause(300)
    await putTexts(client, ['b'])
    expect(batches).toEqual([])
    await expect.poll(() => batches, { timeout: 5000 }).toEqual([2])
  })

  it('begins with what comes when it is told LATEST, but reads children from their start', async () => {
    const client = await clientWithStream(1)
    const checkpoints = remembered()
    await putTexts(client, ['old'])
    const { texts, stop, done } = following(client, { startingPosition: { type: 'LATEST' }, checkpoints })
    await pause(300)
    await putTexts(client, ['new'])
    await expect.poll(() => texts, { timeout: 5000 }).toEqual(['new'])
    stop.abort()
    await done.catch(() => undefined)
    await putTexts(client, ['while away'])
    await scale(client, 2)
    await putTexts(client, ['of a child'])
    expect(await readAll(client, { startingPosition: { type: 'LATEST' }, checkpoints })).toEqual([
      'while away',
      'of a child',
    ])
  })

  it('begins at a time', async () => {
    let now = Date.UTC(2026, 10, 22)
    const client = await clientWithStream(1, { now: () => now })
    await putTexts(client, ['old'])
    now += 1000
    const timestamp = new Date(now)
    await putTexts(client, ['new'])
    expect(await readAll(client, { startingPosition: { type: 'AT_TIMESTAMP', timestamp } })).toEqual(['new'])
  })

  it('goes on when its iterators expire and the shard is throttled', async () => {
    const client = await clientWithStream(1, { limits: 'real', iteratorMillis: 100 })
    const { texts } = following(client, { pollIntervalMs: 250, batchWindowMs: 1 })
    const other = following(client, { pollIntervalMs: 250, batchWindowMs: 1 }) // five reads a second for both
    const put: string[] = []
    for (let i = 0; i < 4; i++) {
      put.push(`${i}`)
      await putTexts(client, [`${i}`])
      await pause(300)
    }
    await expect.poll(() => texts, { timeout: 15_000 }).toEqual(put)
    await expect.poll(() => other.texts, { timeout: 15_000 }).toEqual(put)
  })

  it('goes on when an answer is cut off on its way, and says so', async () => {
    const endpoint = await running()
    const client = clientOf(endpoint)
    await client.send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 1 }))
    const long = 'x'.repeat(400_000)
    await putTexts(client, [long, long, long])
    const cutting = clientOf({ url: await cuttingProxy(endpoint.url, 500_000, 2) })
    const retries: unknown[] = []
    const texts = await readAll(cutting, { onReadRetry: error => retries.push(error) })
    expect(texts.map(({ length }) => length)).toEqual([400_000, 400_000, 400_000])
    expect(retries).toHaveLength(2)
  })

  it('stops at once when it is told to, with the reason, also when there is nobody to read from', async () => {
    const endpoint = await running()
    const client = clientOf(endpoint)
    const reason = new Error('enough')
    const idle = following(await clientWithStream(1), { pollIntervalMs: 60_000 })
    await pause(200)
    idle.stop.abort(reason)
    await expect(idle.done).rejects.toBe(reason)
    await endpoint.close()
    const lost = following(client)
    await pause(200)
    lost.stop.abort(reason)
    await expect(lost.done).rejects.toBe(reason)
  })

  it('lets the batch at hand end when it is told to stop', async () => {
    const client = await clientWithStream(1)
    const checkpoints = remembered()
    await putTexts(client, ['a'])
    let isHandled = false
    const { stop, done } = following(client, {
      checkpoints,
      handler: async () => {
        stop.abort()
        await pause(100)
        isHandled = true
      },
    })
    await expect(done).rejects.toThrow()
    expect(isHandled).toBe(true)
    expect(checkpoints.all.size).toBe(1)
  })

  it('ends with what the stream says when it is not there, or is deleted', async () => {
    const client = await clientWithStream(1)
    await expect(readAll(client, { streamName: 'none' })).rejects.toThrow(ResourceNotFoundException)
    const { done } = following(client)
    await pause(200)
    await client.send(new DeleteStreamCommand({ StreamName: 'audit' }))
    await expect(done).rejects.toThrow(ResourceNotFoundException)
  })

  it('ends when there are no credentials', async () => {
    const endpoint = await running()
    const credentials = async () => {
      throw Object.assign(new Error('no credentials'), { name: 'CredentialsProviderError' })
    }
    await expect(readAll(clientOf(endpoint, { credentials }))).rejects.toThrow('no credentials')
  })
})

/** Forwards connections, and cuts the first so many of which more than so many bytes come back. */
async function cuttingProxy(url: string, bytes: number, times: number): Promise<string> {
  let left = times
  const proxy: Server = createServer(from => {
    const to = connect(Number(new URL(url).port), '127.0.0.1')
    let passed = 0
    from.on('error', () => to.destroy()).on('close', () => to.destroy())
    to.on('error', () => from.destroy()).on('close', () => from.destroy())
    from.pipe(to)
    to.on('data', (chunk: Buffer) => {
      passed += chunk.length
      if (passed <= bytes || left === 0) from.write(chunk)
      else if (!from.destroyed) {
        left--
        from.destroy()
      }
    })
  })
  await new Promise<void>(listening => proxy.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void proxy.close())
  const address = proxy.address()
  return typeof address === 'object' ? `http://127.0.0.1:${address!.port}` : ''
}
