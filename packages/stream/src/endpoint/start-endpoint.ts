import { mkdir } from 'node:fs/promises'
import { CallRates } from './call-rate.ts'
import { openDoor } from './http/door.ts'
import { MemoryBudget } from './http/memory-budget.ts'
import { serveJson } from './http/protocol.ts'
import type { Service } from './operation.ts'
import { Subscriptions } from './operations/subscriptions.ts'
import { lockFolder } from './storage/folder-lock.ts'
import { StreamStore } from './storage/stream-store.ts'
import { Throttle } from './throttle.ts'

export interface EndpointOptions {
  /** Where the streams are kept; made when there is none. One process at a time may have it. */
  readonly folder: string
  /** Port on 127.0.0.1; default: any that is free. */
  readonly port?: number
  /** What Kinesis allows a shard, a stream and an account to do in a second; `none` lets all pass. Default `real`. */
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
const TRIM_MS = 60_000
/** Of all requests and answers that are under way together. */
const MEMORY_BYTES = 256 * 1024 * 1024

/**
 * Starts a stand-in for Amazon Kinesis Data Streams on this machine, which keeps its records in a folder.
 *
 * @throws Error when another process has the folder, or the port is taken
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
    const door = await openDoor(port, serveJson(service, new MemoryBudget(MEMORY_BYTES)))
    const trimming = setInterval(() => streams.trim().catch(() => undefined), TRIM_MS) // tried again a minute later
    return {
      url: door.url,
      async close() {
        clearInterval(trimming)
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
