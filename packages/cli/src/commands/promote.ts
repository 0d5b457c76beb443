import { type Manifest, type Promotion, promote, readManifest } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { nearest } from '@temporal-audit-lake/queries'
import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { counted } from '../output/numbers.ts'
import { printable } from '../output/printable.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface PromoteCommandOptions {
  readonly lake: string
  readonly format: Format
  readonly dryRun?: true
  readonly list?: true
}

const EXAMPLES = `
Examples:
  $ audit-lake drift
  $ audit-lake promote /spec/tier --dry-run
  $ audit-lake promote /spec/tier
  $ audit-lake seal --all

The pointer is a JSON Pointer (RFC 6901) into the column details: /spec/tier, with ~1 for / and ~0 for ~ in a name.
The column has the text of what is there: json_extract_scalar(details, '$.spec.tier'). It answers for open days at once,
and for a closed day when that is next sealed: seal --all seals them all. A column is never taken away again.
`

/** `audit-lake promote`: a column of its own for a leaf of the details. */
export function addPromote(root: Command, shell: Shell): void {
  root
    .command('promote [pointer]')
    .description('give a leaf of the details a column of its own')
    .option('--dry-run', 'say what the column would be, and change nothing')
    .option('--list', 'list the columns that were made so')
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (pointer: string | undefined, { list, dryRun, format, lake }: PromoteCommandOptions) => {
      if ((pointer === undefined) === (list === undefined))
        throw new UsageError('say which leaf, such as /spec/tier (`audit-lake drift` names those seen), or --list')
      const opened = await openExistingLake(lake)
      if (pointer === undefined) return await listColumns(opened, format, shell)
      tellIfUnseen(pointer, (await readManifest(opened.objects)).manifest, shell)
      const column = await promote(opened, pointer, { now: shell.now, dryRun: dryRun ?? false })
      const { manifest } = await readManifest(opened.objects)
      await writeObjects([lineOf(column, manifest)], format, shell)
      tellWhatIsLeft(column, manifest, dryRun ?? false, shell)
    })
}

async function listColumns({ objects }: LocalLake, format: Format, shell: Shell): Promise<void> {
  const { manifest } = await readManifest(objects)
  const lines = manifest.promoted.map(column => lineOf(column, manifest))
  await writeObjects(lines, format, shell)
}

function lineOf({ name, pointer, by, at }: Promotion, manifest: Manifest) {
  const days = Object.keys(manifest.days).length
  const days_to_fill = daysToFill(name, manifest)
  return { column: name, pointer, by, at, days_filled: days - days_to_fill, days_to_fill }
}

/** Sealed days whose files do not have the column yet. */
function daysToFill(name: string, { promoted, days }: Manifest): number {
  const at = promoted.findIndex(column => column.name === name)
  return Object.values(days).filter(day => at < 0 || (day.promoted ?? 0) <= at).length
}

function tellIfUnseen(pointer: string, { growth }: Manifest, shell: Shell): void {
  if (growth.leaves[pointer] !== undefined) return
  const similar = nearest(pointer, Object.keys(growth.leaves))
  const hint = similar ? `; did you mean ${printable(similar)}?` : ''
  notice(shell, `no sealed event was seen with ${printable(pointer)}${hint}`)
}

function tellWhatIsLeft({ name }: Promotion, manifest: Manifest, isDryRun: boolean, shell: Shell): void {
  if (isDryRun) return notice(shell, 'nothing was changed')
  const days = daysToFill(name, manifest)
  if (days > 0) notice(shell, `${counted(days)} sealed days do not have it yet: audit-lake seal --all fills them now`)
}
