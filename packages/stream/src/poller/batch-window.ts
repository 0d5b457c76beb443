import type { SourceRecord } from '@temporal-audit-lake/core'

/** How records are gathered into batches, with Lambda's names and limits. */
export interface BatchWindow {
  /** Records in a batch at the most; default 10,000. */
  readonly batchSize?: number
  /** How long to gather, in milliseconds from the first record; default 10,000. */
  readonly batchWindowMs?: number
  /** Bytes in a batch at the most, unless a single record is larger; default 6 MB as Lambda sends them, in Base64. */
  readonly batchBytes?: number
}

const BATCH_SIZE = 10_000
const BATCH_WINDOW_MS = 10_000
const BATCH_BYTES = 4_500_000 // 6 MB of Base64

/** Gathers records until they make a batch. */
export class BatchGatherer {
  private readonly window: Required<BatchWindow>
  private records: SourceRecord[] = []
  private firstAt = 0

  constructor({ batchSize = BATCH_SIZE, batchWindowMs = BATCH_WINDOW_MS, batchBytes = BATCH_BYTES }: BatchWindow) {
    this.window = { batchSize, batchWindowMs, batchBytes }
  }

  get isEmpty(): boolean {
    return this.records.length === 0
  }

  /** @param now in milliseconds */
  add(records: readonly SourceRecord[], now: number): void {
    if (this.isEmpty && records.length > 0) this.firstAt = now
    for (const record of records) this.records.push(record)
  }

  /** Milliseconds until the window closes, 0 when it has; without an end when nothing is gathered. */
  millisLeft(now: number): number {
    return this.isEmpty ? Number.POSITIVE_INFINITY : Math.max(0, this.firstAt + this.window.batchWindowMs - now)
  }

  /**
   * The next batch if there is one: full, or at the end of its window.
   *
   * @param flush takes what there is, without waiting for either
   */
  take(now: number, flush = false): readonly SourceRecord[] | null {
    const count = this.fullBatch()
    if (count === null && !(flush && !this.isEmpty) && this.millisLeft(now) > 0) return null
    const batch = this.records.splice(0, count ?? this.records.length)
    this.firstAt = now
    return batch
  }

  /** How many records from the first make a full batch, or null when it is not full. */
  private fullBatch(): number | null {
    let bytes = 0
    for (const [i, record] of this.records.entries()) {
      bytes += record.data.length
      if (i > 0 && bytes > this.window.batchBytes) return i
      if (i + 1 === this.window.batchSize) return i + 1
    }
    return null
  }
}
