import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { counted, flatTables, type ReportModel, reports } from '@temporal-audit-lake/queries'
import { REPORT_FORMATS, reportFiles } from '@temporal-audit-lake/reports'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingPython, runPython } from '../interop/python.ts'
import { isLong } from '../long.ts'
import { event, PERIOD, reportsOf } from '../queries/report/build.ts'
import { hostileEvents } from '../queries/report/hostile.ts'

const SCHEMA = join(import.meta.dirname, '../../docs/report.schema.json')
const EVERY = reports.map(({ name }) => name)
/** One of each kind by default: all of them take minutes. */
const NAMES = isLong ? EVERY : ['activity-summary', 'credential-lifecycle']
const missing = missingPython('pypdf, openpyxl, jsonschema')

interface ReadFiles {
  readonly schema: readonly string[]
  readonly pdf: {
    readonly pages: number
    readonly title: string
    readonly actions: readonly string[]
    readonly text: string
  }
  readonly xlsx: readonly Sheet[]
  readonly csv: readonly { readonly name: string; readonly rows: readonly (readonly string[])[] }[]
}

interface Sheet {
  readonly title: string
  readonly frozen: string
  readonly filter: string
  readonly formulas: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

let folder: string
let models: readonly ReportModel[]
const read = new Map<string, ReadFiles>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'))
  models = await reportsOf(NAMES, [...ordinaryEvents(), ...hostileEvents(), '{"cut off":'])
  for (const model of models) {
    for (const format of REPORT_FORMATS) {
      for (const { name, body } of await reportFiles(model, format, model.name)) {
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await writeFile(join(folder, name), body)
      }
    }
    if (!missing) {
      const script = join(import.meta.dirname, 'read_report.py')
      read.set(model.name, JSON.parse(runPython(script, SCHEMA, folder, model.name)) as ReadFiles)
    }
  }
}, 240_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(missing !== null).each(NAMES)(
  `%s, read by strangers${missing ? ` (skipped: ${missing})` : ''}`,
  name => {
    const model = () => models.find(one => one.name === name)!
    const figures = () =>
      model().sections.flatMap(({ blocks }) => blocks.flatMap(block => (block.kind === 'figures' ? block.figures : [])))
    const text = async (ending: string) => await readFile(join(folder, `${name}.${ending}`), 'utf8')

    it('is JSON by its schema', () => {
      expect(read.get(name)!.schema).toEqual([])
    })

    it('says the same numbers in all formats', async () => {
      const { pdf, xlsx, csv } = read.get(name)!
      const html = await text('html')
      const json = JSON.parse(await text('json')) as { sections: ReportModel['sections'] }
      expect(json.sections).toEqual(model().sections)
      expect(figures().length).toBeGreaterThan(3)
      const inCsv = csv.find(table => table.name === 'at-a-glance')!.rows.slice(1)
      const inXlsx = xlsx.find(({ title }) => title === 'At a glance')!.rows.slice(1)
      expect(inCsv.map(([label, value]) => [label, Number(value)])).toEqual(
        figures().map(one => [one.label, one.value]),
      )
      expect(inXlsx.map(([label, value]) => [label, Number(value)])).toEqual(
        figures().map(one => [one.label, one.value]),
      )
      for (const { label, value } of figures()) {
        expect(html).toContain(`<dt>${label.replaceAll("'", '&#39;')}</dt><dd><b>${counted(value)}</b>`)
        expect(pdf.text).toMatch(new RegExp(`${label}[\\s\\S]*?\\b${counted(value)}\\b`))
      }
    })

    it('has every row of every table in CSV and in a sheet of its own, numbers as they are', () => {
      const { xlsx, csv } = read.get(name)!
      const tables = flatTables(model())
      expect(csv.map(table => table.name).sort()).toEqual(tables.map(table => table.name).sort())
      expect(xlsx).toHaveLength(tables.length)
      tables.forEach(({ name: table, columns, rows }, i) => {
        const inCsv = csv.find(one => one.name === table)!.rows
        const inXlsx = xlsx[i]!.rows
        expect(inCsv[0]).toEqual(columns.map(({ label }) => label))
        expect([inCsv.length, inXlsx.length]).toEqual([rows.length + 1, rows.length + 1])
        rows.forEach((row, r) => {
          row.forEach((cell, c) => {
            if (typeof cell !== 'number') return
            expect([inCsv[r + 1]![c], inXlsx[r + 1]![c]]).toEqual([String(cell), String(cell)])
          })
        })
      })
    })

    it('has a header that stays in sight and filters on every sheet, and no formula', () => {
      for (const { frozen, filter, formulas, rows } of read.get(name)!.xlsx) {
        expect(frozen).toBe('A2')
        expect(filter).toMatch(new RegExp(`^A1:[A-Z]${rows.length}$`))
        expect(formulas).toEqual([])
      }
    })

    it('shows harmlessly what wants to be something else: no formula, no script, nothing that cannot be seen', async () => {
      const { pdf, csv, xlsx } = read.get(name)!
      const cells = csv.flatMap(({ rows }) => rows.flat())
      expect(cells.filter(cell => /^\s*[=+\-@]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell))).toEqual([])
      const unseen = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|[^\P{Cc}\n\r]/u
      const inTexts = [
        await text('html'),
        await text('json'),
        pdf.text,
        ...cells,
        ...xlsx.flatMap(({ rows }) => rows.flat()),
      ]
      for (const one of inTexts) expect(one ?? '').not.toMatch(unseen)
      expect(pdf.actions).toEqual([])
      expect(await readFile(join(folder, `${name}.pdf`), 'latin1')).not.toMatch(/\/(JavaScript|JS|Launch|URI)\b/)
    })

    it('has on paper what stands out, the controls, and what it takes to repeat it', () => {
      const { text, title } = read.get(name)!.pdf
      const flat = text.replace(/\s+/g, ' ')
      expect(title).toBe(model().title)
      for (const block of model().sections[0]!.blocks)
        if (block.kind === 'findings') for (const finding of block.findings) expect(flat).toContain(finding.title)
      expect(flat).toContain('Controls and their evidence')
      expect(flat).toContain('Letters other than Latin, Greek and Cyrillic stand as their code points')
      const { provenance } = model()
      expect(flat).toContain(`at the commit ${provenance!.commit!.id}`)
      for (const { sha256 } of provenance!.inputs) expect(flat.replaceAll(' ', '')).toContain(sha256)
    })
  },
)

describe('reports', () => {
  it('are the same bytes when they are made of the same model again', async () => {
    const [model] = models
    for (const format of REPORT_FORMATS.filter(one => one !== 'xlsx')) {
      const [again] = await reportFiles(model!, format, model!.name)
      expect(Buffer.from(again!.body).equals(await readFile(join(folder, again!.name)))).toBe(true)
    }
  })
})

/** A month of one company in a few events. */
function ordinaryEvents(): object[] {
  const admin = { principal: { type: 'user', id: 'u-eva', name: 'eva@example.com' } }
  return Array.from({ length: 120 }, (_, i) => {
    const time = new Date(PERIOD.from + i * 14_000_000).toISOString()
    if (i % 10 === 0)
      return event(time, 'CreateAPIKey', { ...admin, raw_details: { key_id: `key-${i}`, spec: { owner_id: 'u-ana' } } })
    if (i % 15 === 1)
      return event(time, 'InviteUsers', { ...admin, raw_details: { emails: [`user-${i}@example.com`] } })
    return event(time, 'UpdateNamespace', {
      ...{ status: i % 7 ? 'OK' : 'ERROR', async_operation_id: i % 3 ? `OPS-${i}` : `op-${i}` },
      raw_details: { namespace: `orders-${i % 5}.a1b2c`, spec: { retention_days: 30 + i } },
    })
  })
}
