import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { orSay } from '../errors.ts'
import type { ConnectOptions } from '../lake.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface ConnectCommandOptions extends ConnectOptions {
  readonly lake: string
  readonly format: Format
}

const EXAMPLES = `
Examples:
  $ audit-lake connect --out init.sql && duckdb -init init.sql
  $ audit-lake connect --database audit-logs.duckdb
  $ audit-lake connect --lake production

Of a lake in a folder, the tables and views are those of this program, in DuckDB's own SQL. They show the files that are
there now: run it again for later ones. Of a deployed lake, the settings are those of tools that ask Athena.
`

/** `audit-lake connect`: what DuckDB and BI tools need to see the same tables. */
export function addConnect(root: Command, shell: Shell): void {
  root
    .command('connect')
    .description('let DuckDB and BI tools see the lake: a script, or a database and how to open it')
    .option('--out <path>', 'write the script to this file instead of stdout')
    .option('--database <path>', 'make a DuckDB database with the views, and show the settings that open it')
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: ConnectCommandOptions) => {
      const connection = await (await openExistingLake(options.lake)).connect(options)
      if ('settings' in connection) {
        await writeObjects(connection.settings, options.format, shell)
      } else if (options.out !== undefined) {
        await orSay(`cannot write ${options.out}`, writeFile(options.out, connection.script))
        notice(shell, `wrote ${options.out}; next: duckdb -init ${options.out}`)
      } else {
        shell.stdout.write(connection.script)
      }
    })
}
