import { buildReport, type ReportModel, renderHtml, reports } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import type { Block, Finding, Table } from '../../../packages/queries/src/report/block.ts'
import { event, GENERATED_AT, PERIOD, summaryOf, summaryOfNothing } from './build.ts'

const svc = { type: 'serviceaccount', id: 'sa-1', name: 'svc-sync', api_key_id: 'key-1' }

describe('the activity summary', () => {
  it('states its period, its time, its origin and what was asked', async () => {
    const model = await summaryOf([event('2026-11-20T10:00:00Z', 'UserLogin')])
    expect(model).toMatchObject({ period: PERIOD, generatedAt: GENERATED_AT, generator: 'audit-lake 1.2.3' })
    expect(model.origin).toBe('1 batch of kinesis:audit, the last written 2026-11-22 12:30:00 UTC')
    expect(model.questions.map(({ sql }) => sql).filter(sql => sql.includes('LIMIT'))).not.toHaveLength(0)
    expect(model.sections.map(({ id }) => id)).toEqual([
      'exceptions',
      'figures',
      'coverage',
      'activity',
      'failed-operations',
      'user-and-permission-changes',
      'api-key-changes',
      'namespace-changes',
      'new-principals',
      'addresses-per-principal',
      'controls',
      'limits',
    ])
  })

  it('counts what is in the period, and nothing else', async () => {
    const model = await summaryOf([
      event('2026-10-31T23:59:59.999Z', 'UserLogin'),
      event('2026-11-01T00:00:00Z', 'UserLogin'),
      event('2026-11-20T10:00:00Z', 'CreateAPIKey', { status: 'ERROR', principal: svc }),
      event('2026-11-20T11:00:00Z', 'UpdateNamespace', {
        x_forwarded_for: '198.51.100.7',
        raw_details: { namespace: 'a.b' },
      }),
      event('2026-11-22T12:00:00Z', 'UserLogin'),
    ])
    expect(figuresOf(model)).toEqual({
      Events: 3,
      Failed: 1,
      Principals: 2,
      Addresses: 2,
      Namespaces: 1,
      'Days with events': 2,
    })
    expect(factsOf(model)).toMatchObject({
      'First event': '2026-11-01T00:00:00.000Z',
      'Last event': '2026-11-20T11:00:00.000Z',
      'Days with events': '2 of 22',
      'Days without events': '2026-11-02 to 2026-11-19, 2026-11-21 to 2026-11-22',
    })
  })

  it('draws every day of the period, by outcome', async () => {
    const model = await summaryOf([
      event('2026-11-02T10:00:00Z', 'UserLogin'),
      event('2026-11-02T11:00:00Z', 'UserLogin', { status: 'ERROR' }),
      event('2026-11-22T01:00:00Z', 'UserLogin'),
    ])
    const chart = blocksOf(model, 'activity').find(block => block.kind === 'columns')!
    const [succeeded, failed] = chart.series.map(({ values }) => values)
    expect(chart.starts).toHaveLength(22)
    expect([chart.starts[0], chart.starts.at(-1)]).toEqual(['2026-11-01', '2026-11-22'])
    expect(succeeded).toEqual([0, 1, ...Array(19).fill(0), 1])
    expect(failed).toEqual([0, 1, ...Array(20).fill(0)])
  })

  it('says first what is wrong, then what to review, then what is in order', async () => {
    const model = await summaryOf([
      '{"cut off":',
      event('2026-10-01T10:00:00Z', 'UserLogin'),
      ...Array.from({ length: 5 }, (_, i) => event(`2026-11-15T02:0${i}:00Z`, 'DeleteNamespace', { status: 'ERROR' })),
      event('2026-11-15T03:00:00Z', 'UpdateAccountAPI'),
      event('2026-11-15T03:01:00Z', 'ValidateAccountAuditLogSink'),
      event('2026-11-15T03:02:00Z', 'DeleteAccountAuditLogSink', { principal: svc }),
    ])
    expect(findingsOf(model).map(({ level, title, names }) => [level, title, ...(names ?? [])])).toEqual([
      ['problem', '1 dead letter is open'],
      [
        'review',
        '2 operations may have changed what is logged or exported',
        'DeleteAccountAuditLogSink (1)',
        'UpdateAccount (1)',
      ],
      ['review', '1 series of repeated failures', 'ana@example.com, DeleteNamespace 5 times on 2026-11-15'],
      ['review', '5 operations failed'],
      ['review', '1 principal not seen before', 'svc-sync'],
      ['review', '21 days without events'],
      ['in order', 'Every receipt balances'],
      ['in order', 'No event arrived late'],
    ])
  })

  it('says how much history tells who is new', async () => {
    const newcomer = event('2026-11-15T03:00:00Z', 'UserLogin', { principal: svc })
    const textWith = async (...history: readonly object[]) => {
      const findings = findingsOf(await summaryOf([...history, newcomer]))
      return findings.find(({ section }) => section === 'new-principals')!.text
    }
    expect(await textWith()).toContain('no events from before the period')
    expect(await textWith(event('2026-10-30T10:00:00Z', 'UserLogin'))).toContain('only 2 days before the period')
    expect(await textWith(event('2026-09-01T10:00:00Z', 'UserLogin'))).toContain('was meant to have access')
  })

  it('is valid without a single event, and says that this proves nothing', async () => {
    const model = await summaryOf([])
    expect(findingsOf(model)[0]).toMatchObject({ level: 'problem', title: 'No event in the period' })
    expect(new Set(Object.values(figuresOf(model)))).toEqual(new Set([0]))
    expect(tablesOf(model).map(({ rows, total }) => [rows.length, total])).toEqual(
      tablesOf(model).map(({ total }) => [0, total === null ? null : 0]),
    )
    expect(model.origin).toBe('a lake in which nothing arrived since the period began')
  })

  it('shows the newest of many rows, says how many there are, and how to get all of them', async () => {
    const changes = Array.from({ length: 10_000 }, (_, i) => {
      const time = new Date(PERIOD.from + i * 60_000).toISOString()
      return event(time, 'UpdateNamespace', { raw_details: { namespace: `n-${i}` }, status: i % 2 ? 'OK' : 'ERROR' })
    })
    const model = await summaryOf(changes)
    const [table] = blocksOf(model, 'namespace-changes') as [Table]
    expect(table.total).toBe(10_000)
    expect([table.rows.length, table.onPage]).toEqual([10_000, 50])
    expect(table.rows[0]).toContain('n-9999')
    expect(table.all).toBe(
      'audit-lake query namespace-changes --param from=2026-11-01T00:00:00.000Z --param to=2026-11-22T12:00:00.000Z --format csv',
    )
    expect(blocksOf(model, 'failed-operations').map(block => (block as Table).total)).toEqual([7, 5_000])
  }, 120_000)

  it('has no more rows than a file bears, and a page no more than it has room for, whatever an engine answers', () => {
    const [report] = reports
    const rows = Array.from({ length: 10_001 }, (_, i) => ({ actor: `a-${i}`, event_date: '2026-11-02', events: 1 }))
    const answers = Object.fromEntries(report!.questions(PERIOD).map(({ name }) => [name, rows]))
    const model = buildReport(report!, answers, { period: PERIOD, generatedAt: GENERATED_AT })
    expect(Math.max(...tablesOf(model).map(table => table.rows.length))).toBe(10_000)
    expect(renderHtml(model).split('<tr').length).toBeLessThan(2_000)
    expect(model.generator).toBeNull()
  })

  it('refuses to be built of fewer answers than it has questions', () => {
    const context = { period: PERIOD, generatedAt: GENERATED_AT }
    expect(() => buildReport(reports[0]!, {}, context)).toThrow(
      'report activity-summary: the question coverage has no answer',
    )
  })

  it('says what the log cannot show', () => {
    const text = JSON.stringify(blocksOf(summaryOfNothing(), 'limits'))
    for (const limit of ['Workflows', 'identity provider', "Temporal's own staff", 'older than the audit log sink'])
      expect(text).toContain(limit)
  })
})

function blocksOf(model: ReportModel, id: string): readonly Block[] {
  return model.sections.find(section => section.id === id)!.blocks
}

function findingsOf(model: ReportModel): readonly Finding[] {
  return blocksOf(model, 'exceptions').flatMap(block => (block.kind === 'findings' ? block.findings : []))
}

function figuresOf(model: ReportModel): Record<string, number> {
  const figures = blocksOf(model, 'figures').flatMap(block => (block.kind === 'figures' ? block.figures : []))
  return Object.fromEntries(figures.map(({ label, value }) => [label, value]))
}

function factsOf(model: ReportModel): Record<string, unknown> {
  const facts = blocksOf(model, 'coverage').flatMap(block => (block.kind === 'facts' ? block.facts : []))
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]))
}

function tablesOf(model: ReportModel): Table[] {
  const answering = model.sections.filter(({ id }) => id !== 'controls')
  return answering.flatMap(({ blocks }) => blocks.filter(block => block.kind === 'table'))
}
