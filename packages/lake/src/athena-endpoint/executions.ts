import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsError } from '@temporal-audit-lake/http'
import type { QueryResult } from '../engine.ts'
import { type ResultFile, writeResult } from './results/result-file.ts'

/** What queries may take, all together and each of them. */
export interface QueryBounds {
  /** Queries that run at a time; default 4. */
  readonly atOnce: number
  /** Queries that wait at the most; default 100. */
  readonly waiting: number
  /** Milliseconds after which a query is stopped; default 30 minutes, as in Athena. */
  readonly millis: number
  /** Bytes of one result, as CSV; default 256 MiB. */
  readonly resultBytes: number
  /** Bytes of all results that are kept; default 1 GiB. The oldest ones go first. */
  readonly keptBytes: number
  /** Queries that are remembered; default 200. */
  readonly kept: number
}

/** What was asked. */
export interface Asked {
  readonly query: string
  /** Pieces of SQL for the `?`. */
  readonly parameters: readonly string[]
  readonly database: string
  readonly type: 'DML' | 'UTILITY'
}

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'

/** A query, and how far it is. Times are in milliseconds since the epoch. */
export interface Execution extends Asked {
  readonly id: string
  /** What the caller repeats when it repeats the request. */
  readonly token: string | null
  readonly state: State
  readonly submittedAt: number
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Why it did not succeed. */
  readonly reason: string | null
  /** Null until it has succeeded, and again when it was thrown away for newer ones. */
  readonly result: ResultFile | null
}

type Mutable<Thing> = { -readonly [Key in keyof Thing]: Thing[Key] }

interface Entry extends Mutable<Execution> {
  readonly abort: AbortController
}

const BY_USER = 'Query cancelled by user'
const CLOSED = 'the endpoint was closed'

/** Runs queries, as many at a time as may, and keeps their results in a folder until newer ones need the room. */
export class Executions {
  private readonly entries = new Map<string, Entry>()
  private readonly underWay = new Set<Promise<void>>()
  private readonly folder: string
  private readonly bounds: QueryBounds
  private readonly answer: (asked: Asked, signal: AbortSignal) => Promise<QueryResult>
  private readonly now: () => number
  private running = 0

  /** @param folder for results; the caller deletes it after `close` */
  constructor(
    folder: string,
    bounds: QueryBounds,
    answer: (asked: Asked, signal: AbortSignal) => Promise<QueryResult>,
    now: () => number,
  ) {
    this.folder = folder
    this.bounds = bounds
    this.answer = answer
    this.now = now
  }

  /** @throws AwsError when too many wait already */
  start(asked: Asked, token: string | null): Execution {
    if (this.all().filter(({ state }) => state === 'QUEUED').length >= this.bounds.waiting)
      throw new AwsError('TooManyRequestsException', `${this.bounds.waiting} queries wait already`, {
        Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
      })
    const entry: Entry = {
      ...asked,
      id: randomUUID(),
      token,
      state: 'QUEUED',
      submittedAt: this.now(),
      startedAt: null,
      endedAt: null,
      reason: null,
      result: null,
      abort: new AbortController(),
    }
    this.entries.set(entry.id, entry)
    this.runNext()
    return entry
  }

  /** All that are remembered, the oldest first. */
  all(): readonly Execution[] {
    return [...this.entries.values()]
  }

  find(id: string): Execution | undefined {
    return this.entries.get(id)
  }

  /** Stops a query; one that has ended stays as it is. */
  stop(id: string): void {
    const entry = this.entries.get(id)
    if (entry) this.cancel(entry, BY_USER)
  }

  /** Stops all, and returns when they have ended. */
  async close(): Promise<void> {
    for (const entry of this.entries.values()) this.cancel(entry, CLOSED)
    await Promise.all(this.underWay)
  }

  private cancel(entry: Entry, reason: string): void {
    if (entry.state !== 'QUEUED' && entry.state !== 'RUNNING') return
    this.end(entry, 'CANCELLED', reason)
    entry.abort.abort(new Error(reason))
  }

  private end(entry: Entry, state: State, reason: string | null = null): void {
    entry.state = state
    entry.reason = reason
    entry.endedAt = this.now()
  }

  private runNext(): void {
    const next = [...this.entries.values()].find(({ state }) => state === 'QUEUED')
    if (!next || this.running >= this.bounds.atOnce) return
    this.running += 1
    const run = this.run(next).finally(() => {
      this.running -= 1
      this.underWay.delete(run)
      this.runNext()
    })
    this.underWay.add(run)
  }

  private async run(entry: Entry): Promise<void> {
    const tooLong = `it took longer than ${this.bounds.millis / 1000} seconds`
    const timer = setTimeout(() => entry.abort.abort(new Error(tooLong)), this.bounds.millis)
    entry.state = 'RUNNING'
    entry.startedAt = this.now()
    try {
      const result = await this.write(entry)
      if (isRunning(entry)) {
        entry.result = result
        this.end(entry, 'SUCCEEDED')
      } else await rm(result.path, { force: true })
    } catch (error) {
      if (isRunning(entry)) this.end(entry, 'FAILED', error instanceof Error ? error.message : String(error))
    } finally {
      clearTimeout(timer)
    }
    await this.makeRoom()
  }

  private async write(entry: Entry): Promise<ResultFile> {
    const result = await this.answer(entry, entry.abort.signal)
    await mkdir(this.folder, { recursive: true }) // whoever tidies up may have taken it for a dead one's
    return await writeResult(result, {
      path: join(this.folder, `${entry.id}.csv`),
      hasHeader: entry.type === 'DML',
      maxBytes: this.bounds.resultBytes,
    })
  }

  /** Throws away old results, and forgets old queries. */
  private async makeRoom(): Promise<void> {
    const ended = [...this.entries.values()].filter(({ endedAt }) => endedAt !== null)
    let bytes = ended.reduce((sum, { result }) => sum + (result?.bytes ?? 0), 0)
    let count = this.entries.size
    for (const entry of ended.slice(0, -1)) {
      if (bytes <= this.bounds.keptBytes && count <= this.bounds.kept) return
      if (count > this.bounds.kept) {
        this.entries.delete(entry.id)
        count -= 1
      }
      const { result } = entry
      entry.result = null
      bytes -= result?.bytes ?? 0
      if (result) await rm(result.path, { force: true })
    }
  }
}

/** Asked by a function, for it may have been cancelled in the meantime. */
function isRunning({ state }: Entry): boolean {
  return state === 'RUNNING'
}
