import {
  deadLetterColumns,
  isBalanced,
  ledgerLine,
  type Receipt,
  receiptColumns,
  type SourceRecord,
  transform,
} from '@temporal-audit-lake/core'
import type { DeliveryStream } from './delivery-stream.ts'
import type { ObjectStore } from './object-store.ts'
import { firstOpenDay, hourOf } from './open-window.ts'

/** What ingesting writes to. */
export interface IngestPorts {
  readonly objects: ObjectStore
  readonly deadLetters: DeliveryStream
  readonly receipts: DeliveryStream
}

export interface IngestOptions {
  /** The clock at the start of the invocation, in milliseconds since the epoch. */
  readonly writtenAt: number
  /** CIDR ranges of the proxies that `client_ip` skips; default: the private ranges. */
  readonly trustedProxies?: readonly string[]
  /** Names the batch; default: by its source, shard and sequence numbers. */
  readonly batchId?: string
}

/** A batch whose pieces are not all accounted for: nothing of it was written. The fault is ours. */
export class UnbalancedReceiptError extends Error {
  override readonly name = 'UnbalancedReceiptError'

  constructor(receipt: Receipt) {
    super(`the receipt of batch ${receipt.batch_id} does not balance: ${JSON.stringify(receipt)}`)
  }
}

/**
 * Takes a batch into the lake: its rows, then its dead letters, then its receipt.
 *
 * It may be called again for the same batch, however far it got before: the rows replace their own file or are
 * repeats that the view removes, and letters and receipts have ids. So the caller checkpoints after it returns.
 *
 * Which rows are late is a matter of the hour that names the file of the others, and of nothing else: so each row is
 * either where the view looks for it, or in the inbox of the sealer. When the receipt counts late rows, ask for a seal.
 *
 * @throws what a port throws: the batch is to be delivered again
 * @throws UnbalancedReceiptError before anything is written
 */
export async function ingest(
  records: readonly SourceRecord[],
  ports: IngestPorts,
  options: IngestOptions,
): Promise<Receipt> {
  const { dataFiles, deadLetters, receipt } = transform(records, {
    ...options,
    openFrom: firstOpenDay(hourOf(options.writtenAt)),
  })
  if (!isBalanced(receipt)) throw new UnbalancedReceiptError(receipt)
  for (const file of dataFiles) await ports.objects.put(file.key, file.body)
  if (deadLetters.length > 0)
    await ports.deadLetters.put(deadLetters.map(letter => ledgerLine(letter, deadLetterColumns)))
  await ports.receipts.put([ledgerLine(receipt, receiptColumns)])
  return receipt
}
