import { Worker } from 'node:worker_threads'
import type { Receipt } from '@temporal-audit-lake/core'

/** A block of a file on its way into the lake. */
export interface FileBlock {
  /** Such as `file:audit-logs.ndjson`. */
  readonly source: string
  /** Where in the (inflated) file it begins. */
  readonly offset: number
  /** When it was read, in milliseconds since the epoch. */
  readonly arrivalTime: number
  /** The pool's own from now on. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What a worker is told at its start. */
export interface WorkerSettings {
  readonly folder: string
  readonly trustedProxies?: readonly string[]
}

/** What a worker answers: the receipt of a block, or why there is none. */
export type WorkerAnswer = { readonly receipt: Receipt } | { readonly error: Error }

export interface WorkerPoolEvents {
  readonly onReceipt: (receipt: Receipt) => void
  /** Something went wrong with a block, or with a worker: the pool takes no more. */
  readonly onFailure: () => void
}

/** Blocks a worker may have at hand: one that it works on, and the next. */
const BLOCKS_EACH = 2

interface BusyWorker {
  readonly thread: Worker
  blocks: number
}

/** Threads that take blocks of files into a lake; each is started when there is work for it. */
export class WorkerPool {
  private readonly settings: WorkerSettings
  private readonly mostThreads: number
  private readonly events: WorkerPoolEvents
  private readonly workers: BusyWorker[] = []
  private failure: Error | null = null
  private changed = () => {}
  private isClosing = false

  constructor(settings: WorkerSettings, mostThreads: number, events: WorkerPoolEvents) {
    this.settings = settings
    this.mostThreads = mostThreads
    this.events = events
  }

  /**
   * Takes a block in, and returns when there is room for another.
   *
   * @throws what went wrong with any block so far
   */
  async take(block: FileBlock): Promise<void> {
    this.rethrow()
    const worker = this.freeWorker()
    worker.blocks++
    worker.thread.postMessage(block, [block.bytes.buffer])
    while (!this.failure && this.blocksAtHand >= this.mostThreads * BLOCKS_EACH) await this.nextChange()
    this.rethrow()
  }

  /**
   * Returns when every block is in the lake.
   *
   * @throws what went wrong with any of them
   */
  async finish(): Promise<void> {
    while (this.blocksAtHand > 0) await this.nextChange()
    this.rethrow()
  }

  /** Waits for the blocks at hand, and ends the threads. */
  async close(): Promise<void> {
    while (this.blocksAtHand > 0) await this.nextChange()
    this.isClosing = true
    await Promise.all(this.workers.map(({ thread }) => thread.terminate()))
  }

  private get blocksAtHand(): number {
    return this.workers.reduce((sum, { blocks }) => sum + blocks, 0)
  }

  private freeWorker(): BusyWorker {
    const idle = this.workers.find(({ blocks }) => blocks === 0)
    if (idle) return idle
    if (this.workers.length < this.mostThreads) return this.startWorker()
    return this.workers.reduce((least, other) => (other.blocks < least.blocks ? other : least))
  }

  private startWorker(): BusyWorker {
    const thread = new Worker(new URL('./ingest-worker-start.js', import.meta.url), { workerData: this.settings })
    const worker: BusyWorker = { thread, blocks: 0 }
    thread.on('message', (answer: WorkerAnswer) => {
      worker.blocks--
      if ('receipt' in answer) this.events.onReceipt(answer.receipt)
      else this.fail(answer.error)
      this.changed()
    })
    thread.on('error', error => this.fail(error))
    thread.on('exit', exitCode => {
      if (!this.isClosing) this.fail(new Error(`a worker thread ended by itself, with exit code ${exitCode}`))
      worker.blocks = 0
      this.changed()
    })
    this.workers.push(worker)
    return worker
  }

  /** The first failure is the one to tell: others may follow from it. */
  private fail(error: Error): void {
    this.failure ??= error
    this.events.onFailure()
  }

  private rethrow(): void {
    if (this.failure) throw this.failure
  }

  private nextChange(): Promise<void> {
    return new Promise(resolve => {
      this.changed = resolve
    })
  }
}
