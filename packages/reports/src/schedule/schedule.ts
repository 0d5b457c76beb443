import {
  type Given,
  ParameterError,
  parameterTypes,
  type Report,
  reportParameters,
  reports,
} from '@temporal-audit-lake/queries'
import { z } from 'zod'
import { cronOf } from './cron.ts'

/** In what a report can be written. */
export const REPORT_FORMATS = ['html', 'pdf', 'xlsx', 'csv', 'json'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** What a scheduled report is about: the last whole one of these before it is made. */
export const PERIOD_UNITS = ['day', 'week', 'month', 'quarter', 'half-year', 'year'] as const
export type PeriodUnit = (typeof PERIOD_UNITS)[number]

const MOST_ENTRIES = 20
const MOST_RECIPIENTS = 20
const MOST_CHARACTERS = 1000 // of a parameter

const names = reports.map(({ name }) => name) as [string, ...string[]]

const entry = z
  .strictObject({
    report: z.enum(names),
    /** Five fields of cron, in the time zone. */
    when: z.string(),
    timeZone: z.string().refine(isTimeZone, { error: 'write a time zone of IANA, such as UTC or Europe/Berlin' }),
    period: z.enum(PERIOD_UNITS),
    formats: z.array(z.enum(REPORT_FORMATS)).min(1),
    to: z.array(z.email()).max(MOST_RECIPIENTS),
    /** What the report is told of the company. */
    parameters: z.record(z.string(), z.string().max(MOST_CHARACTERS)).exactOptional(),
  })
  .superRefine(({ when, timeZone }, context) => {
    if (!isTimeZone(timeZone) || isCron(when, timeZone)) return
    const message = 'write five fields of cron that come true at some time, such as 0 6 1 * *'
    context.addIssue({ code: 'custom', path: ['when'], message })
  })
  .superRefine((one, context) => {
    const message = isTimeZone(one.timeZone) ? wrongParameter(one) : null
    if (message !== null) context.addIssue({ code: 'custom', path: ['parameters'], message })
  })

/** Which report is made when, about which period, in what, and who is told. */
export const scheduleSchema = z
  .array(entry)
  .max(MOST_ENTRIES)
  .superRefine((entries, context) => {
    entries.forEach(({ report, period, timeZone }, i) => {
      const isSame = (other: ScheduleEntry) =>
        other.report === report && other.period === period && other.timeZone === timeZone
      if (entries.findIndex(isSame) === i) return
      const message = `${report} of each ${period} is there already: put formats and recipients together`
      context.addIssue({ code: 'custom', path: [i], message })
    })
  })

/** One report that comes again and again. */
export type ScheduleEntry = z.infer<typeof entry>
export type Schedule = readonly ScheduleEntry[]

/** The report of an entry. */
export function reportOf({ report }: Pick<ScheduleEntry, 'report'>): Report {
  return reports.find(({ name }) => name === report)!
}

/**
 * What the report of an entry is given: its parameters. Unless they say otherwise, people work in the time zone by which
 * the report is made.
 */
export function givenBy(entry: Pick<ScheduleEntry, 'report' | 'timeZone' | 'parameters'>): Given {
  const hasZone = reportOf(entry).parameters.some(({ name }) => name === 'timezone')
  return { ...(hasZone && { timezone: entry.timeZone }), ...entry.parameters }
}

function wrongParameter(entry: ScheduleEntry): string | null {
  try {
    reportParameters(reportOf(entry), givenBy(entry))
    return null
  } catch (error) {
    if (error instanceof ParameterError) return error.message
    throw error
  }
}

function isTimeZone(name: string): boolean {
  return parameterTypes.timezone.parse(name, 0) !== null
}

function isCron(when: string, timeZone: string): boolean {
  try {
    return cronOf(when, timeZone).nextRun() !== null
  } catch {
    return false
  }
}
