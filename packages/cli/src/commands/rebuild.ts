import { existsSync, statSync } from 'node:fs'
import {
  type Archive,
  cleanUp,
  type DayComparison,
  differs,
  type RebuildResult,
  rebuild,
} from '@temporal-audit-lake/lake'
import { folderStore, type LocalLake } from '@temporal-audit-lake/lake/local'
import type { Command } from 'commander'
import { EXIT, UsageError, UserError } from '../errors.ts'
import { openLake } from '../open-lake.ts'
import { cidrOption, folderOption, formatOption } from '../options/options.ts'
import { counted, sized } from '../output/numbers.ts'
import { Progress } from '../output/progress.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { newId } from '../sealing.ts'
import { notice, type Shell } from '../shell.ts'

interface RebuildCommandOptions {
  readonly lake: string
  readonly format: Format
  readonly from: string
  readonly day?: readonly string[]
  readonly dryRun?: true
  readonly allowLoss?: true
  readonly all?: true
  readonly memoryLimit?: string
  readonly trustedProxies?: readonly string[]
}

const EXAMPLES = `
Examples:
  $ audit-lake rebuild --dry-run
  $ aws s3 sync s3://the-raw-bucket/raw ./raw && audit-lake rebuild --from ./raw
  $ audit-lake rebuild --day 2026-11-21 --format json

Reads the verbatim archive that a Firehose (or \`audit-lake up\`) keeps, and compares it with what is sealed, day by day:
versions of events that are added, lost (sealed, but not in the archive) and changed. Then the days that differ are written
anew and committed, unless rows would be lost. Rows of files and mended dead letters stay, for they never were in the
stream. It may be stopped at any time, and run again. Exit code 3 when the lake and its archive differ.
`

/** `audit-lake rebuild`: a whole lake again, from the verbatim archive. */
export function addRebuild(root: Command, shell: Shell): void {
  root
    .command('rebuild')
    .description('make the sealed days again from the verbatim archive, and say what differs')
    .option('--from <folder|prefix>', "the archive: a folder, or a prefix of the lake's own", 'raw/')
    .option('--day <date...>', 'compare and write these days only, such as 2026-11-21', dayOption)
    .option('--dry-run', 'compare, and change nothing')
    .option('--allow-loss', 'go on though rows are sealed that the archive does not have, and drop them')
    .option('--all', 'write days anew that do not differ, too')
    .option('--memory-limit <size>', 'memory before it spills to disk, such as 1GB; default 384MB')
    .option(
      '--trusted-proxies <cidr...>',
      'proxies that client_ip skips, as the lake was filled with; default: the private ranges',
      cidrOption('--trusted-proxies'),
    )
    .addOption(formatOption())
    .addOption(folderOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: RebuildCommandOptions) => await rebuildAndTell(options, shell))
}

function dayOption(text: string, before: readonly string[] | undefined): readonly string[] {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  if (!isDay) throw new UsageError(`--day ${text}: write a day such as 2026-11-21`)
  return [...(before ?? []), text]
}

async function rebuildAndTell(options: RebuildCommandOptions, shell: Shell): Promise<void> {
  const lake = await openLake(options.lake, COMPARE_COPIES)
  const archive = await archiveOf(options.from, lake)
  const result = await rebuilt(lake, archive, options, shell)
  await writeObjects(result.days.map(rowOf), options.format, shell)
  tell(result, options, shell)
  if (result.days.some(differs) || result.archive.damaged.size > 0) shell.endWith(EXIT.problemsFound)
}

const COMPARE_COPIES = 'rebuild compares copies of it and of its archive: docs/deployed-lake.md has the commands'

/** A folder is one that is there; anything else is taken for a prefix of the lake. */
async function archiveOf(from: string, lake: LocalLake): Promise<Archive> {
  const archive =
    existsSync(from) && statSync(from).isDirectory()
      ? { objects: folderStore(from), prefix: '' }
      : { objects: lake.objects, prefix: from }
  for await (const _ of archive.objects.list(archive.prefix)) return archive
  throw new UserError(
    `there is no archive in ${from}: name a folder of what the Firehose wrote, or let \`audit-lake up\` keep one`,
  )
}

async function rebuilt(
  lake: LocalLake,
  archive: Archive,
  { day, dryRun, allowLoss, all, memoryLimit, trustedProxies }: RebuildCommandOptions,
  shell: Shell,
): Promise<RebuildResult> {
  const limits = memoryLimit === undefined ? {} : { memoryLimit }
  const merger = await lake.merger(limits)
  const comparer = await lake.comparer(limits)
  const progress = new Progress(shell)
  try {
    const result = await rebuild(
      { ...lake, archive, merger, comparer },
      {
        now: shell.now,
        newId,
        signal: shell.signal,
        ...(day && { days: new Set(day) }),
        ...(dryRun && { dryRun }),
        ...(allowLoss && { allowLoss }),
        ...(all && { all }),
        ...(trustedProxies && { trustedProxies }),
        onRead: ({ objects, bytes, records }) =>
          progress.show(() => `${counted(objects)} objects of ${sized(bytes)} read: ${counted(records)} records`),
        onCompared: (done, days) => progress.show(() => `${done} of ${days} days compared`),
      },
    )
    if (result.written) await cleanUp({ ...lake, merger }, { now: shell.now })
    return result
  } finally {
    progress.end()
    await comparer.close()
    await merger.close()
  }
}

function rowOf({ day, file, sealed, archived, added, lost, changed }: DayComparison): object {
  return { event_date: day, sealed_file: file, rows_sealed: sealed, rows_archived: archived, added, lost, changed }
}

function tell({ archive, days, written }: RebuildResult, { dryRun }: RebuildCommandOptions, shell: Shell): void {
  const { objects, bytes, records, failures, known } = archive
  notice(shell, `the archive has ${counted(objects)} objects of ${sized(bytes)}: ${counted(records)} records`)
  if (failures > 0) {
    notice(shell, `${counted(failures)} pieces of it are no records; ${counted(known)} are dead letters already`)
  }
  for (const [key, why] of archive.damaged) notice(shell, `${key} cannot be read to its end: ${why}`)
  const lost = days.reduce((sum, day) => (day.archived > 0 ? sum + day.lost : sum), 0)
  if (written) notice(shell, `${counted(written.length)} days were written anew`)
  else if (dryRun) notice(shell, 'nothing was changed')
  else {
    const next = 'look at them with audit-lake query, or drop them with --allow-loss'
    notice(shell, `nothing was changed: ${counted(lost)} sealed rows are not in the archive; ${next}`)
  }
}
