import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SourceRecord } from '@temporal-audit-lake/core'
import { ingest, redrive, rowObjects } from '@temporal-audit-lake/lake'
import { type DuckDBEngine, type LocalLake, openLocalLake } from '@temporal-audit-lake/lake/local'
import { sealAll } from '../lake/seal-all.ts'

/** A line of `records.jsonl`: a Kinesis record, and what it is there for. */
interface Delivery {
  /** Why the record is in the fixture: a hit or a near miss, and of which kind. */
  readonly case: string
  /** Default: two minutes after the event, as Temporal's sink delivers. */
  readonly arrival?: string
  /** Default: `kinesis:audit`. */
  readonly source?: string
  /** A log record, or a text that is none. */
  readonly data: { readonly emit_time: string } | string
}

const SINK_DELAY_MS = 120_000

/**
 * Asks a question of a lake in a temporary folder, filled from a fixture through the real path: ingest, and the redrive
 * of dead letters where the fixture has a `redrive.jsonl`. A `receipts.jsonl` is put beside the receipts of that.
 *
 * @param isSealed whether all was written at `now`, most of it late, and sealed; else it lies as it came, and none is late
 */
export async function askLakeOf<Answer>(
  fixture: string,
  now: number,
  isSealed: boolean,
  ask: (engine: DuckDBEngine, lake: LocalLake) => Promise<Answer>,
): Promise<Answer> {
  const deliveries = jsonLines<Delivery>(join(fixture, 'records.jsonl'))
  return await askLake(async lake => {
    for (const batch of batchesOf(deliveries)) await ingest(batch, lake, { writtenAt: isSealed ? now : 0 })
    for (const receipt of jsonLines<Record<string, string>>(join(fixture, 'receipts.jsonl')))
      await lake.receipts.put([receipt])
    for (const { payload, mended } of jsonLines<{ payload: string; mended: string }>(join(fixture, 'redrive.jsonl')))
      await redriveOf(payload, mended, lake, now)
    if (isSealed) await sealAll(lake, now) // fixtures are older than the days that are open
  }, ask)
}

/** Asks a question of a lake in a temporary folder. */
export async function askLake<Answer>(
  fill: (lake: LocalLake) => Promise<void>,
  ask: (engine: DuckDBEngine, lake: LocalLake) => Promise<Answer>,
): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-lake-'))
  try {
    const lake = await openLocalLake(folder)
    await fill(lake)
    const engine = await lake.engine()
    try {
      return await ask(engine, lake)
    } finally {
      engine.close()
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A batch for each source: a batch is of one shard. */
function batchesOf(deliveries: readonly Delivery[]): SourceRecord[][] {
  const batches = new Map<string, SourceRecord[]>()
  deliveries.forEach((delivery, i) => {
    const record = sourceRecord(delivery, i)
    const batch = batches.get(record.source) ?? []
    batches.set(record.source, [...batch, record])
  })
  return [...batches.values()]
}

function sourceRecord({ data, arrival, source = 'kinesis:audit' }: Delivery, i: number): SourceRecord {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  const arrivalTime =
    arrival !== undefined || typeof data === 'string'
      ? Date.parse(arrival!)
      : Date.parse(data.emit_time) + SINK_DELAY_MS
  return {
    source,
    shardId: 'shardId-000000000000',
    sequenceNumber: String(i).padStart(56, '0'),
    arrivalTime,
    data: new TextEncoder().encode(text),
  }
}

async function redriveOf(payload: string, mended: string, lake: LocalLake, now: number): Promise<void> {
  const engine = await lake.engine()
  const [letter] = await rowObjects(
    await engine.query('SELECT * FROM dead_letters WHERE payload_text = ?', [payload]),
  ).finally(() => engine.close())
  const { redriven_at, arrival_time, ...rest } = letter!
  const deadLetter = { ...rest, arrival_time: Date.parse(String(arrival_time)) } as unknown as Parameters<
    typeof redrive
  >[0]
  const { redriven } = await redrive(deadLetter, new TextEncoder().encode(mended), lake, { writtenAt: now })
  if (!redriven) throw new Error(`the fixture mends nothing: ${mended}`)
}

function jsonLines<Line>(path: string): Line[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
}
