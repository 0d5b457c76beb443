import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { endpointSettings } from '../bi/endpoint-settings.ts'
import { orSay, UsageError } from '../errors.ts'
import type { ConnectOptions } from '../lake.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface ConnectCommandOptions extends ConnectOptions {
  readonly lake: string
  readonly format: Format
  readonly athena?: string | true
}

const EXAMPLES = `
Examples:
  $ audit-lake connect --out init.sql && duckdb -init init.sql
  $ audit-lake connect --database audit-logs.duckdb
  $ audit-lake up & audit-lake connect --athena
  $ audit-lake connect --lake production

Of a lake in a folder, the tables and views are those of this program, in DuckDB's own SQL. They show the files that are
there now: run it again for later ones. What \`audit-lake up\` serves always shows the latest. Of a deployed lake, the
settings are those of tools that ask Athena.
`

/** `audit-lake connect`: what DuckDB and BI tools need to see the same tables. */
export function addConnect(root: Command, shell: Shell): void {
  root
    .command('connect')
    .description('let DuckDB and BI tools see the lake: a script, or a database and how to open it')
    .option('--out <path>', 'write the script to this file instead of stdout')
    .option('--database <path>', 'make a DuckDB database with the views, and show the settings that open it')
    .option(
      '--athena [url]',
      `show the settings of drivers and BI tools for the Athena that up serves (at ${ATHENA_URL})`,
    )
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: ConnectCommandOptions) => {
      if (options.athena !== undefined) return await showEndpoint(options.athena, options.format, shell)
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

/** The default of `audit-lake up`. */
const ATHENA_URL = 'http://127.0.0.1:4568'

async function showEndpoint(given: string | true, format: Format, shell: Shell): Promise<void> {
  const url = given === true ? ATHENA_URL : given
  if (!/^https?:\/\/\S+$/.test(url)) throw new UsageError(`--athena ${url}: write a URL, such as ${ATHENA_URL}`)
  await writeObjects(endpointSettings(url), format, shell)
}
