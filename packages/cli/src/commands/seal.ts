import type { Command } from 'commander'
import type { SealingOptions } from '../lake.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import type { Shell } from '../shell.ts'

interface SealCommandOptions extends SealingOptions {
  readonly lake: string
  readonly format: Format
}

const EXAMPLES = `
Examples:
  $ audit-lake seal
  $ audit-lake seal --dry-run
  $ audit-lake seal --all --memory-limit 2GB
  $ audit-lake seal --lake production

Merges what arrived in closed hours, and all that is late, into one sorted file per day. Queries go on meanwhile, and show
the same events before and after. It may be stopped at any time, and run beside another one; run it hourly. Files that
nobody needs any more are deleted two hours after they were replaced. A deployed lake is sealed by its own function, which
is called and waited for.
`

/** `audit-lake seal`: one file per day out of the many that arrived. */
export function addSeal(root: Command, shell: Shell): void {
  root
    .command('seal')
    .description('merge what has arrived into one file per day, and delete what was merged before')
    .option('--dry-run', 'say what would be merged and deleted, and change nothing')
    .option('--all', 'write every sealed day anew, as after an update that added columns')
    .option('--memory-limit <size>', 'memory before it spills to disk, such as 1GB; default 384MB')
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async ({ lake, format, ...options }: SealCommandOptions) => {
      await writeObjects(await (await openExistingLake(lake)).seal(options, shell), format, shell)
    })
}
