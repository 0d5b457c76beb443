import { readFile } from 'node:fs/promises'
import { queryGroups, type SavedQuery, savedQueries } from '@temporal-audit-lake/queries'
import type { Command } from 'commander'
import { compiled, savedQueryNamed } from '../ask/saved.ts'
import { UsageError, UserError } from '../errors.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption, type ParamOption, paramOption } from '../options/options.ts'
import { type Format, writeObjects, writeResult } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface QueryCommandOptions {
  readonly lake: string
  readonly format: Format
  readonly param: ParamOption
  readonly sql?: string
  readonly file?: string
  readonly list?: true
  readonly show?: true
}

const EXAMPLES = `
Examples:
  $ audit-lake query --list
  $ audit-lake query who-did-what --param from=T-24h
  $ audit-lake query activity-of-principal --param actor=ana@example.com --format csv > ana.csv
  $ audit-lake query api-key-changes --show
  $ audit-lake query --sql "SELECT verb, count(*) AS events FROM audit_logs GROUP BY verb ORDER BY verb"
  $ audit-lake query who-did-what --lake production

Times are ISO (2026-11-22 or 2026-11-22T10:00:00Z) or relative to now (T-30d, T-12h, T), in UTC.
Tables: audit_logs, events_flat, event_targets, audit_log_versions, arrivals, dead_letters, receipts. What Athena read
for an answer, and about what it cost, is said after it; Ctrl-C stops the query there too.
`

/** `audit-lake query`: a saved question, or free SQL. */
export function addQuery(root: Command, shell: Shell): void {
  root
    .command('query [name]')
    .description('answer a saved query, or SQL of your own')
    .addOption(paramOption('saved query'))
    .option('--sql <text>', 'SQL of your own: one SELECT')
    .option('--file <path>', 'a file with SQL of your own')
    .option('--list', 'list the saved queries, by what they are about')
    .option('--show', 'show the query, its parameters and its meaning instead of its answer')
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, options: QueryCommandOptions) => {
      if (options.list) return await listQueries(options.format, shell)
      if (options.show) return showQuery(savedQueryNamed(name), shell)
      const { sql, parameters } = await statement(name, options, shell.now())
      const lake = await openExistingLake(options.lake)
      const engine = await lake.engine()
      try {
        const answer = await engine.query(sql, parameters, { signal: shell.signal })
        await writeResult(answer, options.format, shell)
        if (answer.took !== undefined) notice(shell, answer.took)
      } finally {
        engine.close()
      }
    })
}

async function statement(name: string | undefined, options: QueryCommandOptions, now: number) {
  const sources = [name, options.sql, options.file].filter(source => source !== undefined)
  if (sources.length !== 1) {
    throw new UsageError('say what to ask: the name of a saved query (see --list), or --sql TEXT, or --file PATH')
  }
  if (name !== undefined) return compiled(savedQueryNamed(name), options.param, now)
  if (Object.keys(options.param).length > 0) throw new UsageError('--param is for saved queries only')
  return { sql: options.sql ?? (await textOf(options.file!)), parameters: [] }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

async function listQueries(format: Format, shell: Shell): Promise<void> {
  const rows = queryGroups.flatMap(group => savedQueries.filter(query => query.group === group)).map(listed)
  await writeObjects(rows, format, shell)
  if (format === 'table') notice(shell, 'more about one: audit-lake query <name> --show')
}

function listed({ group, name, title, parameters }: SavedQuery) {
  return { group, name, title, parameters: parameters.map(parameter => parameter.name).join(', ') }
}

function showQuery(query: SavedQuery, shell: Shell): void {
  const parameters = query.parameters.map(
    ({ name, type, default: initial, description }) =>
      `  ${name} (${type}${initial === undefined ? ', required' : `, default ${initial === '' ? 'empty' : initial}`}): ${description}`,
  )
  const lines = [query.title, '', query.description, '', `What a row means: ${query.meaning}`]
  if (parameters.length > 0) lines.push('', 'Parameters:', ...parameters)
  if (query.controls.length > 0) lines.push('', `Evidence for: ${query.controls.join(', ')}`)
  shell.stdout.write(`${[...lines, '', query.sql.trim()].join('\n')}\n`)
}
