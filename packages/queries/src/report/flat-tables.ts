import type { Bars, Block, Cell, Columns, Facts, Figures, Findings, List, Table, TableColumn } from './block.ts'
import { commandOf } from './question.ts'
import type { Question, ReportModel, Section } from './report.ts'

/** A part of a report as rows and columns, for files that hold nothing else. */
export interface FlatTable {
  /** Unique in the report; small letters, digits and hyphens. */
  readonly name: string
  readonly title: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
}

type Flat = Omit<FlatTable, 'name'>

/**
 * A whole report as tables: what it is, every part of it in order, what it was made of, and what was asked.
 *
 * @example
 * flatTables(model).map(({ name }) => name) // ['about', 'exceptions', 'at-a-glance', ...]
 */
export function flatTables(model: ReportModel): FlatTable[] {
  const flat = [about(model), ...model.sections.flatMap(ofSection), inputs(model), questions(model.questions)]
  const taken = new Map<string, number>()
  return flat.map(table => {
    const slug = slugOf(table.title)
    const times = (taken.get(slug) ?? 0) + 1
    taken.set(slug, times)
    return { name: times === 1 ? slug : `${slug}-${times}`, ...table }
  })
}

function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

const LABELLED: readonly TableColumn[] = [
  { label: 'What', kind: 'text' },
  { label: 'Value', kind: 'text' },
  { label: 'Note', kind: 'text' },
]

function about({ title, description, scope, period, generatedAt, generator, origin, provenance }: ReportModel): Flat {
  const facts: readonly (readonly [string, Cell])[] = [
    ['Report', title],
    ['What it is', description],
    ['Scope', scope],
    ['From', new Date(period.from).toISOString()],
    ['To, not in it', new Date(period.to).toISOString()],
    ['Generated', new Date(generatedAt).toISOString()],
    ['By', generator],
    ['From where', origin],
    ['Engine', provenance?.engine ?? null],
    ['Commit of the sealer', provenance?.commit?.id ?? null],
    ['Sealed through the hour', provenance?.sealedThrough ?? null],
  ]
  return { title: 'About', columns: LABELLED, rows: facts.map(([label, value]) => [label, value, null]) }
}

function ofSection({ heading, blocks }: Section): Flat[] {
  return blocks.flatMap(block => flat(block, heading) ?? [])
}

function flat(block: Block, heading: string): Flat | null {
  switch (block.kind) {
    case 'text':
      return null
    case 'findings':
      return findings(block, heading)
    case 'figures':
    case 'facts':
      return labelled(block, heading)
    case 'list':
      return list(block, heading)
    case 'table':
      return table(block)
    case 'bars':
      return bars(block)
    case 'columns':
      return columns(block)
  }
}

function findings({ findings }: Findings, title: string): Flat {
  return {
    title,
    columns: ['Level', 'Finding', 'What it means', 'Names'].map(label => ({ label, kind: 'text' })),
    rows: findings.map(({ level, title, text, names = [] }) => [level, title, text, names.join(', ')]),
  }
}

function labelled(block: Figures | Facts, title: string): Flat {
  const entries = block.kind === 'figures' ? block.figures : block.facts
  return { title, columns: LABELLED, rows: entries.map(({ label, value, note }) => [label, value, note ?? null]) }
}

function list({ items }: List, title: string): Flat {
  return {
    title,
    columns: ['What', 'Meaning'].map(label => ({ label, kind: 'text' })),
    rows: items.map(({ title, text }) => [title, text]),
  }
}

function table({ caption, columns, rows }: Table): Flat {
  return { title: caption, columns, rows }
}

function bars({ caption, of, counts, bars, others }: Bars): Flat {
  return {
    title: caption,
    columns: [
      { label: of, kind: 'text' },
      { label: counts, kind: 'count' },
      { label: 'Failed', kind: 'count' },
    ],
    rows: [
      ...bars.map(({ label, count, failed }) => [label, count, failed]),
      ...(others > 0 ? [['all others', others, null]] : []),
    ],
  }
}

function columns({ caption, unit, starts, series }: Columns): Flat {
  return {
    title: caption,
    columns: [
      { label: unit === 'day' ? 'Day' : `First day of the ${unit}`, kind: 'text' },
      ...series.map(({ name }) => ({ label: name, kind: 'count' as const })),
    ],
    rows: starts.map((start, i) => [start, ...series.map(({ values }) => values[i] ?? null)]),
  }
}

function inputs({ provenance }: ReportModel): Flat {
  return {
    title: 'Inputs',
    columns: [
      { label: 'Day', kind: 'text' },
      { label: 'Generation', kind: 'code' },
      { label: 'Rows', kind: 'count' },
      { label: 'Bytes', kind: 'count' },
      { label: 'SHA-256', kind: 'code' },
    ],
    rows: (provenance?.inputs ?? []).map(({ day, generation, rows, bytes, sha256 }) => [
      ...[day, generation, rows, bytes, sha256],
    ]),
  }
}

function questions(questions: readonly Question[]): Flat {
  return {
    title: 'Questions',
    columns: [
      { label: 'Answer', kind: 'text' },
      { label: 'Question', kind: 'text' },
      { label: 'A row is', kind: 'text' },
      { label: 'May be evidence for', kind: 'text' },
      { label: 'Ask again', kind: 'code' },
      { label: 'SQL', kind: 'code' },
      { label: 'Values of ?, as JSON', kind: 'code' },
    ],
    rows: questions.map(question => {
      const { name, query, sql, parameters } = question
      const { description, meaning, controls } = query
      return [name, description, meaning, controls.join(', '), commandOf(question), sql, JSON.stringify(parameters)]
    }),
  }
}
