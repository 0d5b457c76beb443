import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { connectDatabase, connectScript } from '@temporal-audit-lake/lake/local'
import type { Command } from 'commander'
import { endpointSettings } from '../bi/endpoint-settings.ts'
import { UsageError, UserError } from '../errors.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface ConnectOptions {
  readonly lake: string
  readonly format: Format
  readonly out?: string
  readonly database?: string
  readonly athena?: string | true
}

const EXAMPLES = `
Examples:
  $ audit-lake connect --out init.sql && duckdb -init init.sql
  $ audit-lake connect --database audit-logs.duckdb
  $ audit-lake up & audit-lake connect --athena

The tables and views are those of this program, in DuckDB's own SQL. They show the files that are there now: run it again
for later ones. What \`audit-lake up\` serves always shows the latest.
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
    .action(async (options: ConnectOptions) => {
      if (options.athena !== undefined) return await showEndpoint(options.athena, options.format, shell)
      const lake = await openExistingLake(options.lake)
      const script = connectScript(await lake.relations())
      if (options.database !== undefined) {
        const path = resolve(options.database)
        await orSay(`cannot make the database ${path}`, connectDatabase(script, path))
        await writeObjects(settings(path), options.format, shell)
      } else if (options.out !== undefined) {
        await orSay(`cannot write ${options.out}`, writeFile(options.out, script))
        notice(shell, `wrote ${options.out}; next: duckdb -init ${options.out}`)
      } else {
        shell.stdout.write(script)
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

/**
 * How tools open a DuckDB database.
 *
 * https://duckdb.org/docs/stable/clients/java, https://duckdb.org/docs/stable/clients/odbc/configuration,
 * https://github.com/Mause/duckdb_engine
 */
function settings(path: string) {
  return [
    { tool: 'DuckDB', setting: `duckdb -readonly ${path}` },
    { tool: 'JDBC (DBeaver, Metabase)', setting: `jdbc:duckdb:${path}` },
    { tool: 'ODBC (Power BI, Excel)', setting: `Driver={DuckDB Driver};Database=${path};access_mode=read_only;` },
    { tool: 'SQLAlchemy (Superset)', setting: `duckdb:///${path}` },
  ]
}

async function orSay<Result>(what: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw new UserError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
