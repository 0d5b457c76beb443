import { type Period, parseTime, type Report, reports } from '@temporal-audit-lake/queries'
import { REPORT_FORMATS, type ReportFormat } from '@temporal-audit-lake/reports'
import { type Command, Option } from 'commander'
import { givenFor, reportNamed, writeReport } from '../ask/report.ts'
import { plannedRuns } from '../ask/schedule.ts'
import { UsageError } from '../errors.ts'
import { openExistingFolder, openExistingLake } from '../open-lake.ts'
import { lakeOption, type ParamOption, paramOption } from '../options/options.ts'
import { FORMATS, type Format, writeObjects } from '../output/write-result.ts'
import type { Shell } from '../shell.ts'

interface ReportOptions {
  readonly lake: string
  readonly format: readonly ReportFormat[]
  readonly print: Format
  readonly from: string
  readonly to: string
  readonly param: ParamOption
  readonly out?: string
  readonly list?: true
  readonly schedule?: true
}

const EXAMPLES = `
Examples:
  $ audit-lake report --list
  $ audit-lake report activity-summary
  $ audit-lake report activity-summary --from 2026-10-01 --to 2026-11-01 --out reports/october --format html,pdf
  $ audit-lake report access-review --from T-90d --format all
  $ audit-lake report change-management --param 'pattern=OPS-[0-9]+'
  $ audit-lake report --schedule
`

/** `audit-lake report`: what can be printed, sent, filed and worked with. */
export function addReport(root: Command, shell: Shell): void {
  root
    .command('report [name]')
    .description('write a report: as a page, as PDF, for spreadsheets and for programs')
    .option('--from <time>', 'first moment of the period', 'T-30d')
    .option('--to <time>', 'end of the period, not in it', 'T')
    .addOption(paramOption('report, see --list'))
    .option('--out <folder>', 'where to write it; default: reports/, in the lake if it is a folder')
    .option('--format <formats>', `some of ${REPORT_FORMATS.join(', ')}, with commas; or all`, formatsOf, ['html'])
    .option('--list', 'list the reports')
    .option('--schedule', 'list what is due and what comes next by report-schedule.json in the lake')
    .addOption(new Option('--print <format>', 'how to print what was done').choices(FORMATS).default('table'))
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, options: ReportOptions) => {
      await writeObjects(await resultOf(name, options, shell), options.print, shell)
    })
}

async function resultOf(name: string | undefined, options: ReportOptions, shell: Shell): Promise<readonly object[]> {
  if (options.list) return reports.map(listed)
  if (options.schedule) return await plannedRuns(await openExistingFolder(options.lake), shell.now())
  const report = reportNamed(name)
  const given = givenFor(report, options.param)
  const period = periodOf(options, shell.now())
  const lake = await openExistingLake(options.lake)
  const engine = await lake.engine()
  try {
    const request = { report, period, given, formats: options.format, folder: options.out ?? lake.reports }
    const written = await writeReport(request, lake, engine, shell)
    return written.map(file => ({ report: report.name, ...isoPeriod(period), ...file }))
  } finally {
    engine.close()
  }
}

function listed({ name, title, description, parameters }: Report) {
  return { name, title, description, parameters: parameters.map(parameter => parameter.name).join(', ') }
}

/** @example formatsOf('html,pdf') // ['html', 'pdf'] */
function formatsOf(text: string): readonly ReportFormat[] {
  if (text === 'all') return REPORT_FORMATS
  return [...new Set(text.split(','))].map(name => {
    const format = REPORT_FORMATS.find(known => known === name)
    if (!format)
      throw new UsageError(`--format ${text}: write some of ${REPORT_FORMATS.join(', ')}, with commas; or all`)
    return format
  })
}

function periodOf({ from, to }: ReportOptions, now: number): Period {
  const period = { from: timeOf('--from', from, now), to: timeOf('--to', to, now) }
  if (period.from >= period.to) throw new UsageError(`--from ${from} is not before --to ${to}`)
  return period
}

function timeOf(option: string, text: string, now: number): number {
  const time = parseTime(text, now)
  if (time === null) throw new UsageError(`${option} ${text}: write 2026-11-22, 2026-11-22T10:00:00Z, T-30d or T`)
  return time
}

function isoPeriod({ from, to }: Period) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}
