import { type Drift, drift, type Manifest, readManifest } from '@temporal-audit-lake/lake'
import { parseTime } from '@temporal-audit-lake/queries'
import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { counted } from '../output/numbers.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface DriftCommandOptions {
  readonly lake: string
  readonly format: Format
  readonly since?: string
}

const EXAMPLES = `
Examples:
  $ audit-lake drift
  $ audit-lake drift --since T-7d --format ndjson
  $ audit-lake promote /spec/tier

A leaf is a member of the details, a field is a member of the record in the column extra: both can be queried at once,
with json_extract_scalar. What is listed was seen in sealed events; times are of the events.
`

/** `audit-lake drift`: what has turned up in the log that the table does not know. */
export function addDrift(root: Command, shell: Shell): void {
  root
    .command('drift')
    .description('list operations, and what events hold that has no column, with first and last sight')
    .option('--since <time>', 'only what was first seen since then, such as T-7d')
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async ({ since, format, lake }: DriftCommandOptions) => {
      const from = since === undefined ? '' : timeOf(since, shell.now())
      const { manifest } = await readManifest((await openExistingLake(lake)).objects)
      const found = drift(manifest).filter(({ firstTime }) => firstTime >= from)
      await writeObjects(found.map(lineOf), format, shell)
      tellWhatIsMissing(manifest, shell)
    })
}

function timeOf(text: string, now: number): string {
  const time = parseTime(text, now)
  if (time === null) throw new UsageError(`--since ${text}: write 2026-11-22, 2026-11-22T10:00:00Z, T-7d or T`)
  return new Date(time).toISOString()
}

function lineOf({ kind, name, firstTime, lastTime, days, rows, types, column }: Drift) {
  return { kind, name, first_seen: firstTime, last_seen: lastTime, days, rows, types, column }
}

function tellWhatIsMissing({ growth: { unread, forgotten } }: Manifest, shell: Shell): void {
  if (unread > 0) notice(shell, `${counted(unread)} rows have something that was too large to be looked at`)
  if (forgotten > 0)
    notice(shell, `${counted(forgotten)} names were forgotten to make room: what was seen on most days stays`)
}
