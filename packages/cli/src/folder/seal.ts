import { cleanUp, previewSeal } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { EXIT } from '../errors.ts'
import type { SealingOptions } from '../lake.ts'
import { counted } from '../output/numbers.ts'
import { sealLake } from '../sealing.ts'
import { notice, type Shell } from '../shell.ts'

/** Seals the lake in a folder here and now, or says what that would do. */
export async function sealFolder(lake: LocalLake, options: SealingOptions, shell: Shell): Promise<object[]> {
  if (options.dryRun) return await preview(lake, options, shell)
  const startedAt = shell.now()
  const { sealedThrough, openFrom, files, days, promoted, deleted, kept, waiting } = await sealLake(
    lake,
    shell,
    options,
  )
  for (const [key, versions] of kept) {
    notice(
      shell,
      `${key} was not deleted: ${counted(versions)} events in it are in no sealed file; the next seal takes it`,
    )
  }
  if (kept.size > 0) shell.endWith(EXIT.problemsFound)
  const result = {
    sealed_through: sealedThrough,
    open_from: openFrom,
    files_merged: files,
    days_written: days.length,
    rows_written: days.reduce((sum, { rows }) => sum + rows, 0),
    columns_added: promoted.length,
    files_deleted: deleted.length,
    files_waiting: waiting,
    seconds: Math.round(shell.now() - startedAt) / 1000,
  }
  return [result]
}

async function preview(lake: LocalLake, { all }: SealingOptions, shell: Shell): Promise<object[]> {
  const merger = await lake.merger()
  try {
    const ports = { ...lake, merger }
    const { days, sealedThrough } = await previewSeal(ports, { now: shell.now, all: all ?? false })
    const { deleted } = await cleanUp(ports, { now: shell.now, dryRun: true })
    notice(shell, `would seal through hour ${sealedThrough}; nothing was changed`)
    return [
      ...[...days].map(([day, files]) => ({ does: 'merge', subject: day, files: files.size })),
      ...deleted.map(key => ({ does: 'delete', subject: key, files: 1 })),
    ]
  } finally {
    await merger.close()
  }
}
