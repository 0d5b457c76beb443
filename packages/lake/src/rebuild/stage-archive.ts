import { deadLetterColumns, isBalanced, ledgerLine, payloadOf, transform } from '@temporal-audit-lake/core'
import { archiveTime } from '../archive/archive-key.ts'
import { type Archive, readArchive } from '../archive/read-archive.ts'
import { UnbalancedReceiptError } from '../ingest.ts'
import { KnownPayloads } from './known-payloads.ts'
import type { RowComparer } from './row-comparer.ts'

export interface StageOptions {
  /** CIDR ranges of the proxies that `client_ip` skips: those that the lake was filled with. */
  readonly trustedProxies?: readonly string[]
  readonly signal?: AbortSignal
  /** Told after each batch. */
  readonly onRead?: (staged: StagedArchive) => void
}

/** What was read of an archive. */
export interface StagedArchive {
  readonly objects: number
  /** As they are stored. */
  readonly bytes: number
  readonly records: number
  /** Pieces that are no log records, and those of them that are dead letters of the lake already. */
  readonly failures: number
  readonly known: number
  /** Objects that could not be read to their end, and why. */
  readonly damaged: ReadonlyMap<string, string>
  /** When the oldest record of the newest object arrived, in milliseconds since the epoch; null when no name says so. */
  readonly newest: number | null
}

/** Reads an archive through the transform, and stages its rows, and the failures that the lake has no dead letters of. */
export async function stageArchive(
  archive: Archive,
  comparer: RowComparer,
  { trustedProxies, signal, onRead }: StageOptions,
): Promise<StagedArchive> {
  const payloads = new KnownPayloads(await comparer.deadPayloads())
  const damaged = new Map<string, string>()
  let staged: StagedArchive = { objects: 0, bytes: 0, records: 0, failures: 0, known: 0, damaged, newest: null }
  const onDamaged = (key: string, why: string) => damaged.set(key, why)
  for await (const { records, objects, bytes, newestKey } of readArchive(archive, { onDamaged })) {
    signal?.throwIfAborted()
    staged = { ...staged, objects, bytes, newest: newestKey === null ? null : archiveTime(newestKey) }
    if (records.length > 0) {
      const { dataFiles, deadLetters, receipt } = transform(records, {
        writtenAt: 0,
        ...(trustedProxies && { trustedProxies }),
      })
      if (!isBalanced(receipt)) throw new UnbalancedReceiptError(receipt)
      for (const { body } of dataFiles) await comparer.stage(body)
      const news = deadLetters.filter(letter => !payloads.explain(payloadOf(letter)))
      if (news.length > 0) await comparer.stageLetters(news.map(letter => ledgerLine(letter, deadLetterColumns)))
      staged = {
        ...staged,
        records: staged.records + receipt.received - receipt.dead_letters - receipt.empty,
        failures: staged.failures + deadLetters.length,
        known: staged.known + deadLetters.length - news.length,
      }
    }
    onRead?.(staged)
  }
  return staged
}
