import { ParameterError, type ReportModel, reportParameters, reports } from '@temporal-audit-lake/queries'
import { beforeAll, describe, expect, it } from 'vitest'
import { event, PERIOD, reportsOf } from './build.ts'

const reportNamed = (name: string) => reports.find(report => report.name === name)!
const changeManagement = reportNamed('change-management')
const privilegedActivity = reportNamed('privileged-activity')

describe('reportParameters', () => {
  it('are what was given, and the defaults of the rest', () => {
    expect(reportParameters(changeManagement, {})).toEqual({ pattern: '[A-Z][A-Z0-9]+-[0-9]+' })
    expect(reportParameters(privilegedActivity, { timezone: 'Asia/Tokyo', opens: '22', closes: '6' })).toEqual({
      ...{ timezone: 'Asia/Tokyo', opens: '22', closes: '6', workdays: '1,2,3,4,5', holidays: '' },
    })
  })

  it.each([
    [changeManagement, { patern: 'A' }, 'change-management has no parameter patern: did you mean pattern?'],
    [reportNamed('access-review'), { pattern: 'A' }, 'access-review has no parameter pattern: it has none'],
    [changeManagement, { pattern: '(OPS' }, 'parameter pattern=(OPS is no pattern: write a regular expression'],
    [changeManagement, { pattern: '(?=OPS)' }, 'without lookaround'],
    [changeManagement, { pattern: '' }, 'is no pattern'],
    [privilegedActivity, { timezone: 'Berlin' }, 'is no timezone: write a time zone of IANA, such as UTC'],
    [privilegedActivity, { timezone: '+02:00' }, 'is no timezone'],
    [privilegedActivity, { opens: '25' }, 'is no hour: write a whole hour from 0 to 24'],
    [privilegedActivity, { workdays: 'Mon' }, 'is no weekdays: write numbers from 1 for Monday'],
    [privilegedActivity, { holidays: '25.12.2026' }, 'is no dates: write days, such as 2026-12-25'],
    [privilegedActivity, { accounts: 'a,,b' }, 'is no names: write one name or more'],
  ] as const)('of %o refuse %j', ({ name }, given, message) => {
    const report = reportNamed(name)
    expect(() => report.questions(PERIOD, given)).toThrow(ParameterError)
    expect(() => report.questions(PERIOD, given)).toThrow(message)
  })
})

describe('reports that were told of the company', () => {
  const records = [
    event('2026-11-10T07:30:00Z', 'UpdateNamespace', { async_operation_id: 'chg0001' }), // 8:30 in Berlin
    event('2026-11-10T17:30:00Z', 'UpdateNamespace', { async_operation_id: 'OPS-1' }), // 18:30 in Berlin
    event('2026-11-11T03:00:00Z', 'DeleteUser', {
      ...{ async_operation_id: 'x', principal: { type: 'user', id: 'u-er', name: 'rescue@example.com' } },
    }),
  ]
  let untold: readonly ReportModel[]
  let told: readonly ReportModel[]

  beforeAll(async () => {
    const names = ['change-management', 'privileged-activity']
    untold = await reportsOf(names, records)
    const given = {
      'change-management': { pattern: '(?i)^chg[0-9]{4}$' },
      'privileged-activity': { timezone: 'Europe/Berlin', accounts: 'Rescue@example.com, spare@example.com' },
    }
    told = await reportsOf(names, records, { given })
  }, 120_000)

  it('find tickets by the pattern, and say by which', () => {
    expect(titlesOf(untold[0]!)).toContain('2 changes name no ticket')
    expect(tableOf(untold[0]!, 'changes-without-a-ticket').rows.map(row => row[6])).toEqual(['x', 'chg0001'])
    expect(tableOf(told[0]!, 'changes-without-a-ticket').rows.map(row => row[6])).toEqual(['x', 'OPS-1'])
    expect(textOf(told[0]!, 'changes-without-a-ticket')).toContain('(?i)^chg[0-9]{4}$')
  })

  it('know working time by the clocks of the time zone', () => {
    const times = (model: ReportModel) => tableOf(model, 'out-of-hours').rows.map(row => row[0])
    expect(times(untold[1]!)).toEqual(['2026-11-11T03:00:00.000Z', '2026-11-10T07:30:00.000Z'])
    expect(times(told[1]!)).toEqual(['2026-11-11T03:00:00.000Z', '2026-11-10T17:30:00.000Z'])
    expect(textOf(told[1]!, 'out-of-hours')).toContain('from 8 to 18 o’clock in Europe/Berlin')
  })

  it('look for the use of emergency accounts that are named, first of all', () => {
    expect(titlesOf(told[1]!)[0]).toBe('1 event of an emergency account')
    const [row] = tableOf(told[1]!, 'emergency-accounts').rows
    expect(row!.slice(0, 4)).toEqual(['2026-11-11T03:00:00.000Z', 'rescue@example.com', 'used', 'DeleteUser'])
    const breakGlass = told[1]!.questions.find(({ name }) => name === 'break-glass-use')!
    expect(breakGlass.query.controls).toContain('SOC 2 CC6.3')
    expect(breakGlass.parameters).toContain('Rescue@example.com,spare@example.com')
  })

  it('do not claim that nobody used an emergency account when none is named', () => {
    expect(titlesOf(untold[1]!)).toContain('No emergency account is named')
    expect(titlesOf(untold[1]!).join()).not.toContain('No emergency account was used')
    expect(textOf(untold[1]!, 'emergency-accounts')).toContain('was not looked for')
    expect(untold[1]!.questions.map(({ name }) => name)).not.toContain('break-glass-use')
  })

  it('name what they were told, and what is taken for the rest', () => {
    expect(tableOf(told[1]!, 'parameters').rows.map(row => row.slice(0, 3))).toEqual([
      ['accounts', 'Rescue@example.com, spare@example.com', null],
      ['timezone', 'Europe/Berlin', 'UTC'],
      ['opens', '8', '8'],
      ['closes', '18', '18'],
      ['workdays', '1,2,3,4,5', '1,2,3,4,5'],
      ['holidays', '', ''],
    ])
    expect(tableOf(untold[1]!, 'parameters').rows[0]!.slice(0, 2)).toEqual(['accounts', 'not given'])
  })

  it('give the commands that ask again what they were told', () => {
    const question = told[0]!.questions.find(({ name }) => name === 'changes-without-ticket')!
    expect(question.given).toMatchObject({ pattern: '(?i)^chg[0-9]{4}$' })
  })
})

function sectionOf({ sections }: ReportModel, id: string) {
  return sections.find(section => section.id === id)!
}

function tableOf(model: ReportModel, id: string) {
  return sectionOf(model, id).blocks.find(block => block.kind === 'table')!
}

function textOf(model: ReportModel, id: string): string {
  return sectionOf(model, id)
    .blocks.flatMap(block => (block.kind === 'text' ? [block.text] : []))
    .join('\n')
}

function titlesOf(model: ReportModel): string[] {
  return sectionOf(model, 'exceptions').blocks.flatMap(block =>
    block.kind === 'findings' ? block.findings.map(({ title }) => title) : [],
  )
}
