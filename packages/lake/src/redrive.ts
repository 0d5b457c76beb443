import { createHash } from 'node:crypto'
import { type DeadLetter, type Receipt, type SourceRecord, transform } from '@temporal-audit-lake/core'
import { type IngestOptions, type IngestPorts, ingest } from './ingest.ts'

/** What became of a dead letter that was tried again. */
export type Redriven =
  | { readonly redriven: true; readonly receipt: Receipt }
  | { readonly redriven: false; readonly why: string }

/**
 * Puts a dead letter through the transform again, as it is (after an update of the program) or mended.
 *
 * The rows keep the dead letter's provenance. Their batch is named after it, `redrive/<dead_letter_id>/<hash of the
 * payload>`: the table `dead_letters` knows by that name that the letter is done with, and a redrive that is repeated
 * replaces its own file. When any of it would be dead once more, nothing is written at all.
 *
 * @throws what a port throws: the dead letter is to be redriven again
 */
export async function redrive(
  letter: DeadLetter,
  payload: Uint8Array,
  ports: IngestPorts,
  options: Omit<IngestOptions, 'batchId'>,
): Promise<Redriven> {
  const record: SourceRecord = {
    source: letter.source,
    shardId: letter.shard_id,
    sequenceNumber: letter.sequence_number,
    arrivalTime: letter.arrival_time,
    data: payload,
  }
  const hash = createHash('sha256').update(payload).digest('hex').slice(0, 16)
  const batch = { ...options, batchId: `redrive/${letter.dead_letter_id}/${hash}` }
  const trial = transform([record], batch)
  const [failure] = trial.deadLetters
  if (failure) return { redriven: false, why: `${failure.reason}: ${failure.message}` }
  if (trial.receipt.stored === 0) return { redriven: false, why: 'there is no log record in it' }
  return { redriven: true, receipt: await ingest([record], ports, batch) }
}
