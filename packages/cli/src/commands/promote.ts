import { type Manifest, PROMOTION_RULE, type Promotion, readManifest } from '@temporal-audit-lake/lake'
import { nearest } from '@temporal-audit-lake/queries'
import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import type { Lake } from '../lake.ts'
import { openExistingLake } from '../open-lake.ts'
import { countOption, formatOption, lakeOption } from '../options/options.ts'
import { counted } from '../output/numbers.ts'
import { printable } from '../output/printable.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface PromoteCommandOptions {
  readonly lake: string
  readonly format: Format
  readonly dryRun?: true
  readonly list?: true
  readonly after?: number
  readonly limit?: number
}

const EXAMPLES = `
Examples:
  $ audit-lake drift
  $ audit-lake promote /spec/tier --dry-run
  $ audit-lake promote /spec/tier
  $ audit-lake seal --all
  $ audit-lake promote --after 60 --limit 100
  $ audit-lake promote /spec/tier --lake production

The pointer is a JSON Pointer (RFC 6901) into the column details: /spec/tier, with ~1 for / and ~0 for ~ in a name.
The column has the text of what is there: json_extract_scalar(details, '$.spec.tier'). It answers for open days at once,
and for a closed day when that is next sealed: seal --all seals them all. A column is never taken away again.
Sealers promote by themselves what was seen on ${PROMOTION_RULE.days} days, until there are ${PROMOTION_RULE.columns} columns, if --after and --limit
say nothing else. On a deployed lake the function that seals makes the column.
`

/** `audit-lake promote`: a column of its own for a leaf of the details. */
export function addPromote(root: Command, shell: Shell): void {
  root
    .command('promote [pointer]')
    .description('give a leaf of the details a column of its own')
    .option('--dry-run', 'say what the column would be, and change nothing')
    .option('--list', 'list the columns that were made so')
    .option('--after <days>', 'have sealers promote each leaf seen on so many days', countOption('--after', 100_000))
    .option('--limit <columns>', 'promoted columns at which they stop; 0: none', countOption('--limit', 1000, 0))
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (pointer: string | undefined, options: PromoteCommandOptions) => {
      const { list, after, limit, format } = options
      const asksForRule = after !== undefined || limit !== undefined
      if ([pointer !== undefined, list ?? false, asksForRule].filter(Boolean).length !== 1)
        throw new UsageError('say which leaf, such as /spec/tier (`audit-lake drift` names those seen); or --list')
      const lake = await openExistingLake(options.lake)
      if (asksForRule) await changeRule(lake, options, shell)
      else if (pointer === undefined) await listColumns(lake, format, shell)
      else await promoteLeaf(lake, pointer, options, shell)
    })
}

async function promoteLeaf(
  lake: Lake,
  pointer: string,
  { format, dryRun, ...options }: PromoteCommandOptions,
  shell: Shell,
): Promise<void> {
  tellIfUnseen(pointer, (await readManifest(lake.objects)).manifest, shell)
  const column = await lake.promote(pointer, { dryRun: dryRun ?? false }, shell)
  const { manifest } = await readManifest(lake.objects)
  await writeObjects([lineOf(column, manifest)], format, shell)
  if (dryRun) notice(shell, 'nothing was changed')
  else tellWhatIsLeft(column, manifest, options.lake, shell)
}

/** Changes when sealers promote a leaf by themselves; what is promoted stays. */
async function changeRule(
  lake: Lake,
  { after, limit, dryRun, format }: PromoteCommandOptions,
  shell: Shell,
): Promise<void> {
  const { days, columns } = (await readManifest(lake.objects)).manifest.promotionRule
  const rule = { days: after ?? days, columns: limit ?? columns }
  if (!dryRun) await lake.setPromotionRule(rule, shell)
  await writeObjects([{ promote_after_days: rule.days, promoted_columns_limit: rule.columns }], format, shell)
}

async function listColumns({ objects }: Lake, format: Format, shell: Shell): Promise<void> {
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

function tellWhatIsLeft({ name }: Promotion, manifest: Manifest, lake: string, shell: Shell): void {
  const days = daysToFill(name, manifest)
  if (days > 0) {
    const seal = `audit-lake seal --all --lake ${lake}`
    notice(shell, `${counted(days)} sealed days do not have it yet: ${seal} fills them now`)
  }
}
