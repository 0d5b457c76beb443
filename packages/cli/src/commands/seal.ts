import { cleanUp, previewSeal } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import type { Command } from 'commander'
import { EXIT } from '../errors.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption, promoteAfterOption, promoteLimitOption } from '../options/options.ts'
import { counted } from '../output/numbers.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { type SealingOptions, sealLake } from '../sealing.ts'
import { notice, type Shell } from '../shell.ts'

interface SealCommandOptions extends SealingOptions {
  readonly lake: string
  readonly format: Format
  readonly dryRun?: true
}

const EXAMPLES = `
Examples:
  $ audit-lake seal
  $ audit-lake seal --dry-run
  $ audit-lake seal --all --memory-limit 2GB

Merges what arrived in closed hours, and all that is late, into one sorted file per day. Queries go on meanwhile, and show
the same events before and after. It may be stopped at any time, and run beside another one; run it hourly. Files that
nobody needs any more are deleted two hours after they were replaced.
`

/** `audit-lake seal`: one file per day out of the many that arrived. */
export function addSeal(root: Command, shell: Shell): void {
  root
    .command('seal')
    .description('merge what has arrived into one file per day, and delete what was merged before')
    .option('--dry-run', 'say what would be merged and deleted, and change nothing')
    .option('--all', 'write every sealed day anew, as after an update that added columns')
    .option('--memory-limit <size>', 'memory before it spills to disk, such as 1GB; default 384MB')
    .addOption(promoteAfterOption())
    .addOption(promoteLimitOption())
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async ({ lake, format, dryRun, ...options }: SealCommandOptions) => {
      const opened = await openExistingLake(lake)
      if (dryRun) await writeObjects(await preview(opened, options, shell), format, shell)
      else await sealAndTell(opened, options, format, shell)
    })
}

async function sealAndTell(lake: LocalLake, options: SealingOptions, format: Format, shell: Shell): Promise<void> {
  const startedAt = shell.now()
  const { sealedThrough, openFrom, files, days, promoted, deleted, kept, waiting } = await sealLake(
    lake,
    shell,
    options,
  )
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
  await writeObjects([result], format, shell)
  if (kept.size === 0) return
  for (const [key, versions] of kept) {
    notice(
      shell,
      `${key} was not deleted: ${counted(versions)} events in it are in no sealed file; the next seal takes it`,
    )
  }
  shell.endWith(EXIT.problemsFound)
}

async function preview(lake: LocalLake, { all }: SealingOptions, shell: Shell): Promise<object[]> {
  const merger = await lake.merger()
  try {
    const ports = { ...lake, merger }
    const { days, sealedThrough } = await previewSeal(ports, { now: shell.now, all: all ?? false })
    const { deleted } = await cleanUp(ports, { now: shell.now, dryRun: true })
    notice(shell, `would seal through hour ${sealedThrough}; nothing was changed`)
    return [
      ...[...days].map(([day, files]) => ({ does: 'merge', subject: day, files: files.length })),
      ...deleted.map(key => ({ does: 'delete', subject: key, files: 1 })),
    ]
  } finally {
    await merger.close()
  }
}
