import { parseTime, reports } from '@temporal-audit-lake/queries'
import type { Command } from 'commander'
import { type Period, reportNamed, writeReport } from '../ask/report.ts'
import { UsageError } from '../errors.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import type { Shell } from '../shell.ts'

interface ReportOptions {
  readonly lake: string
  readonly format: Format
  readonly from: string
  readonly to: string
  readonly out?: string
  readonly list?: true
}

const EXAMPLES = `
Examples:
  $ audit-lake report --list
  $ audit-lake report activity-summary
  $ audit-lake report activity-summary --from 2026-10-01 --to 2026-11-01 --out reports/october
`

/** `audit-lake report`: a page that can be printed, sent and filed. */
export function addReport(root: Command, shell: Shell): void {
  root
    .command('report [name]')
    .description('write a report: one HTML file that needs nothing else')
    .option('--from <time>', 'first moment of the period', 'T-30d')
    .option('--to <time>', 'end of the period, not in it', 'T')
    .option('--out <folder>', 'where to write it; default: reports/, in the lake if it is a folder')
    .option('--list', 'list the reports')
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, options: ReportOptions) => {
      if (options.list) {
        return await writeObjects(
          reports.map(({ name, title, description }) => ({ name, title, description })),
          options.format,
          shell,
        )
      }
      const report = reportNamed(name)
      const period = periodOf(options, shell.now())
      const lake = await openExistingLake(options.lake)
      const engine = await lake.engine()
      try {
        const path = await writeReport(report, period, engine, options.out ?? lake.reports, shell)
        await writeObjects([{ report: report.name, ...isoPeriod(period), path }], options.format, shell)
      } finally {
        engine.close()
      }
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
