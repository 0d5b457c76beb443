import { Worker } from 'node:worker_threads'
import type { Receipt, SourceRecord } from '@temporal-audit-lake/core'

/** What a worker answers: the receipt of a block, or why there is none. */
export type WorkerAnswer = { readonly receipt: Receipt } | { readonly error: Error }

/** Blocks a worker may have at hand: one that it works on, and the next. */
const BLOCKS_EACH = 2

/** Threads that take blocks of a file into a lake. */
export class WorkerPool {
  private readonly workers: { readonly thread: Worker; readonly answers: ((answer: WorkerAnswer) => void)[] }[]

  constructor(folder: string, threads: number) {
    this.workers = Array.from({ length: threads }, () => {
      const thread = new Worker(new URL('./ingest-worker-start.js', import.meta.url), { workerData: { folder } })
      const answers: ((answer: WorkerAnswer) => void)[] = []
      thread.on('message', (answer: WorkerAnswer) => answers.shift()!(answer))
      thread.on('error', error => {
        for (const answer of answers.splice(0)) answer({ error })
      })
      return { thread, answers }
    })
  }

  /** How many blocks may be at hand at once. */
  get capacity(): number {
    return this.workers.length * BLOCKS_EACH
  }

  /** Takes a record into the lake; its bytes belong to the worker from now on. */
  ingest(record: SourceRecord): Promise<Receipt> {
    const worker = this.workers.reduce((least, other) => (other.answers.length < least.answers.length ? other : least))
    return new Promise((resolve, reject) => {
      worker.answers.push(answer => ('receipt' in answer ? resolve(answer.receipt) : reject(answer.error)))
      worker.thread.postMessage(record, [record.data.buffer as ArrayBuffer])
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map(({ thread }) => thread.terminate()))
  }
}
