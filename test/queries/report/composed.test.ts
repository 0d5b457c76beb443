import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Given, savedQueries } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { controlName } from '../../../packages/queries/src/report/controls/control.ts'
import { controls } from '../../../packages/queries/src/report/controls/controls.ts'
import { compositions, reports } from '../../../packages/queries/src/report/reports.ts'
import { isLong } from '../../long.ts'
import { PERIOD, reportsOf } from './build.ts'

const FIXTURES = join(import.meta.dirname, '../saved')

/** The columns of a saved query's answer, as its fixture has them. */
function columnsOf(query: string): readonly string[] {
  const path = join(FIXTURES, query, 'rows.json')
  expect(existsSync(path), `${query} has no fixture`).toBe(true)
  return Object.keys(JSON.parse(readFileSync(path, 'utf8'))[0])
}

describe.each(compositions)('$name', ({ sections }) => {
  it('shows columns that its queries answer', () => {
    for (const { query, columns, finding, bars } of sections.flatMap(({ tables }) => tables)) {
      const shown = [...columns.map(([, column]) => column), finding?.names, bars?.column].filter(Boolean)
      expect(columnsOf(query), query).toEqual(expect.arrayContaining(shown))
    }
  })

  it('has no heading twice, and none that is a place of its own', () => {
    const headings = sections.map(({ heading }) => heading.toLowerCase())
    const own = ['exceptions', 'figures', 'coverage', 'activity', 'parameters', 'controls']
    const taken = [...own, 'limits', 'appendix', 'sign-off']
    expect(new Set([...headings, ...taken]).size).toBe(headings.length + taken.length)
  })
})

/** Saved queries that no report asks, and why. */
const IN_NO_REPORT: Readonly<Record<string, string>> = {
  'access-history': 'every change of access there ever was: the access review has those of the period',
  'activity-of-principal': 'about one person or account: there is no report without a name',
  'who-did-what': 'every event there is: reports pick those that matter',
  'ledger-per-day':
    'the completeness certificate has the same receipts; this looks for the batch that does not balance',
  'ledger-per-hour': 'as ledger-per-day, for one bad day',
  'ledger-per-shard': 'as ledger-per-day, for one bad shard',
}

/** What a report needs to be told before it asks all of its questions. */
const TOLD: Readonly<Record<string, Given>> = { 'privileged-activity': { accounts: 'rescue@example.com' } }

describe('the saved queries', () => {
  it('are each in some report, or there is a reason why not', () => {
    const asked = new Set(
      reports.flatMap(report => report.questions(PERIOD, TOLD[report.name]).map(({ query }) => query.name)),
    )
    const unasked = savedQueries.map(({ name }) => name).filter(name => !asked.has(name))
    expect(unasked.sort()).toEqual(Object.keys(IN_NO_REPORT).sort())
  })
})

describe('reports', () => {
  it('are seven, and each asks no question under the name of another', () => {
    expect(reports.map(({ name }) => name)).toEqual([
      ...['activity-summary', 'access-review', 'privileged-activity', 'change-management'],
      ...['credential-lifecycle', 'failed-and-unusual', 'audit-trail-health'],
    ])
    for (const report of reports) {
      const names = report.questions(PERIOD).map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('are valid of a lake without an event, and evidence for nothing then', async () => {
    const names = isLong ? reports.map(({ name }) => name) : ['access-review', 'audit-trail-health']
    for (const model of await reportsOf(names, [])) {
      const [table] = model.sections.find(({ id }) => id === 'controls')!.blocks.filter(({ kind }) => kind === 'table')
      const verdicts = table?.kind === 'table' ? table.rows.map(row => row[3]) : []
      expect(new Set(verdicts)).toEqual(new Set(['not evidenced']))
    }
  }, 120_000)
})

describe('the catalogue of controls', () => {
  const names = controls.map(controlName)

  it('knows every control that a saved query names, each once', () => {
    const named = savedQueries.flatMap(query => query.controls)
    expect(named.filter(name => !names.includes(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  it('says of each what the log cannot show, unless it shows the whole', () => {
    expect(controls.filter(({ reach, beyond }) => (reach === 'whole') !== (beyond === undefined))).toEqual([])
  })

  it('has none that neither a query names nor the log is out of reach of', () => {
    const named = new Set(savedQueries.flatMap(query => query.controls))
    expect(controls.filter(one => one.reach !== 'none' && !named.has(controlName(one))).map(controlName)).toEqual([])
  })
})
