/** A row of `receipts`: what became of one batch. `received = stored + repeats + dead_letters + empty`, always. */
export interface Receipt {
  /** `<source>/<shard>/<first>-<last>`: the same when the same batch is delivered again. */
  readonly batch_id: string
  readonly source: string
  readonly shard_id: string
  readonly first_sequence_number: string
  readonly last_sequence_number: string
  /** Kinesis records in the batch, and the bytes of their data. */
  readonly records: number
  readonly bytes: number
  /** Pieces found in them: log records, failures and empty ones. */
  readonly received: number
  /** Rows in the batch's data files. */
  readonly stored: number
  /** Those of them that are late, in a file for the sealer: shown once they are sealed. */
  readonly late: number
  /** Rows left out because the batch holds the same event twice, word for word. */
  readonly repeats: number
  readonly dead_letters: number
  /** Kinesis records and objects without content, as Temporal's "Verify" sends. */
  readonly empty: number
  /** First and last arrival in the stream, in milliseconds since the epoch. */
  readonly arrival_from: number
  readonly arrival_to: number
  /** When the batch was written, in milliseconds since the epoch. */
  readonly written_at: number
}

/** Whether every piece of the batch is accounted for. */
export function isBalanced(
  receipt: Pick<Receipt, 'received' | 'stored' | 'repeats' | 'dead_letters' | 'empty'>,
): boolean {
  return receipt.received === receipt.stored + receipt.repeats + receipt.dead_letters + receipt.empty
}
