import { mkdir } from 'node:fs/promises'
import { MemoryBudget, openDoor, serveJson } from '@temporal-audit-lake/http'
import { CallRates } from './call-rate.ts'
import type { Service } from './operation.ts'
import { Subscriptions } from './operations/subscriptions.ts'
import { kinesisApi } from './protocol.ts'
import { lockFolder } from './storage/folder-lock.ts'
import { StreamStore } from './storage/stream-store.ts'
import { Throttle } from './throttle.ts'

export interface EndpointOptions {
  /** Where the streams are kept; made when there is none. One process at a time may have it. */
  readonly folder: string
  /** Port on 127.0.0.1; default: any that is free. */
  readonly port?: number
  /** `none` lifts what Kinesis allows a shard, a stream and an account in a second or a day; default `real`. */
  readonly limits?: 'real' | 'none'
  /** Milliseconds that a shard iterator is good for; default 5 minutes, as in Kinesis. */
  readonly iteratorMillis?: number
  /** The clock, in milliseconds since the epoch. */
  readonly now?: () => number
}

/** An endpoint that runs. */
export interface Endpoint {
  /** Such as `http://127.0.0.1:4567`. */
  readonly url: string
  /** Answers what was asked, and frees the port and the folder. */
  close(): Promise<void>
}

const ITERATOR_MS = 5 * 60_000
/** Of all requests and answers that are under way together. */
const MEMORY_BYTES = 256 * 1024 * 1024

/**
 * Starts a stand-in for Amazon Kinesis Data Streams on this machine, which keeps its records in a folder.
 *
 * A record that was put survives the death of the process and of the machine. One port speaks HTTP/1.1 and HTTP/2
 * without TLS, in the JSON protocol that the SDKs for JavaScript and Python and the AWS command line use.
 *
 * Real are:
 * - of a shard, in a second: 1,000 records and 1 MiB in, 5 reads and 2 MiB out
 * - of a request: 500 records and 10 MiB put, 10,000 records and 10 MiB read, a record of 1 MiB (10 MiB where the stream
 *   is told so), how often an operation may be called in a second
 * - of time: shard iterators and tokens for 5 minutes, a subscription for 5 minutes and its first 5 seconds alone, the
 *   retention from 24 hours to 365 days
 * - of numbers: 1,000 open shards, 50 on-demand streams, 20 consumers of a stream, UpdateShardCount to half or double and
 *   10 times in 24 hours
 *
 * `limits: 'none'` lifts those of a second, those of a day, and the first 5 seconds of a subscription.
 *
 * Not there: nobody's signature or permission is checked, and nothing is encrypted, which is why only this machine is
 * listened to, and no page in a browser. No tags, metrics, resource policies, queues or channels. On-demand streams stay
 * at four shards. A consumer of its own has no throughput of its own. Every change is done when it is answered: no stream
 * is ever CREATING, UPDATING or DELETING. No CBOR.
 *
 * @throws Error when another process has the folder, what is in it is damaged, or the port is taken (`EADDRINUSE`)
 * @example
 * const endpoint = await startEndpoint({ folder: './audit-lake/.stream', port: 4567 })
 * const client = new KinesisClient({ endpoint: endpoint.url, region: 'us-east-1', credentials })
 * await client.send(new CreateStreamCommand({ StreamName: 'temporal-audit-logs', ShardCount: 1 }))
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { folder, port = 0, limits = 'real', iteratorMillis = ITERATOR_MS, now = Date.now } = options
  await mkdir(folder, { recursive: true })
  const unlock = await lockFolder(folder)
  try {
    const streams = await StreamStore.open(folder, now)
    const service: Service = {
      streams,
      limits: limits === 'real' ? { throttle: new Throttle(now), callRates: new CallRates(now) } : null,
      subscriptions: new Subscriptions(limits === 'real', now),
      iteratorMillis,
      now,
    }
    const door = await openDoor(port, serveJson(kinesisApi(service), new MemoryBudget(MEMORY_BYTES)))
    const stopTrimming = trimEveryMinute(streams)
    return {
      url: door.url,
      async close() {
        await stopTrimming()
        await door.close()
        await streams.close()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** @returns stops it, when what it is at is done */
function trimEveryMinute(streams: StreamStore): () => Promise<void> {
  let trimmed = Promise.resolve()
  const timer = setInterval(() => {
    trimmed = streams.trim().catch(() => undefined) // it is tried again a minute later
  }, 60_000)
  return async () => {
    clearInterval(timer)
    await trimmed
  }
}
