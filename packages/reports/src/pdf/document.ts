import { commandOf, isTotal, type ReportModel, type Section } from '@temporal-audit-lake/queries'
import type { Content, Document } from 'pdfmake'
import { block } from './blocks.ts'
import { shown } from './characters.ts'
import { inputs } from './inputs.ts'
import { COLORS, styles } from './styles.ts'

const UPRIGHT_COLUMNS = 6 // what a sheet has room for until it is turned

const LOWEST_TITLE = 0.85 // of the sheet, from its top

/** What is to be laid out. */
export function pdfDocument(model: ReportModel): Document {
  const { title, generator, generatedAt, period } = model
  return {
    info: { title, ...(generator !== null && { creator: generator }), creationDate: new Date(generatedAt) },
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: [40, 44, 40, 48],
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.15, color: COLORS.text },
    styles,
    footer: (page, pages) => ({
      columns: [
        { text: `${title}, ${dayAndTime(period.from)} to ${dayAndTime(period.to)} UTC` },
        { text: `${page} / ${pages}`, alignment: 'right' },
      ],
      ...{ style: 'soft', margin: [40, 16, 40, 0] },
    }),
    // a title never stands alone at the foot of a sheet
    pageBreakBefore: ({ headlineLevel, startPosition }) =>
      headlineLevel !== undefined && startPosition.verticalRatio > LOWEST_TITLE,
    content: [...head(model), ...model.sections.flatMap(section), ...appendix(model)],
  }
}

function head({
  title,
  description,
  scope,
  period,
  generatedAt,
  generator,
  origin,
  provenance,
}: ReportModel): Content[] {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Period', `${dayAndTime(period.from)} to ${dayAndTime(period.to)} UTC`],
    ['Generated', `${dayAndTime(generatedAt)} UTC`],
    ['By', generator],
    ['From', origin],
    ['Engine', provenance?.engine ?? null],
  ]
  return [
    { text: 'TEMPORAL CLOUD AUDIT LOG', style: 'soft' },
    { text: title, style: 'title' },
    { text: description, margin: [0, 0, 0, 4] },
    { text: scope, margin: [0, 0, 0, 6] },
    ...facts.flatMap(([label, value]) => (value === null ? [] : [fact(label, value)])),
    { text: LETTERS, style: 'soft', margin: [0, 6, 0, 0] },
  ]
}

/** What a reader must know who meets a code point. */
const LETTERS =
  'Letters other than Latin, Greek and Cyrillic stand as their code points in this file, such as [U+05D0], and so does what cannot be seen. The page, the workbook, CSV and JSON have the letters.'

function fact(label: string, value: string): Content {
  return {
    columns: [
      { width: 70, text: label, style: 'soft' },
      { width: '*', text: shown(value) },
    ],
  }
}

function isWide(section: Section | undefined): boolean {
  return section?.blocks.every(one => one.kind === 'table' && one.columns.length > UPRIGHT_COLUMNS) ?? false
}

/** A section begins a new sheet where the paper is turned. */
function section(section: Section, i: number, sections: readonly Section[]): Content[] {
  const { heading, blocks } = section
  const orientation = isWide(section) ? 'landscape' : 'portrait'
  const turned =
    isWide(section) !== isWide(sections[i - 1]) && ({ pageBreak: 'before', pageOrientation: orientation } as const)
  return [{ text: heading, style: 'heading', headlineLevel: 1, ...turned }, ...blocks.flatMap(block)]
}

function appendix({ questions, provenance }: ReportModel): Content[] {
  return [
    {
      text: 'Appendix: how to repeat every figure',
      style: 'heading',
      pageBreak: 'before',
      pageOrientation: 'portrait',
    },
    ...(provenance === null ? [] : inputs(provenance)),
    ...questions
      .filter(question => !isTotal(question))
      .flatMap((question): Content[] => [
        { text: question.query.title, style: 'caption' },
        { text: shown(question.query.description) },
        { text: shown(`Ask again: ${commandOf(question)}`), style: 'soft' },
        { text: shown(question.sql, Infinity), style: 'sql', preserveLeadingSpaces: true },
        { text: shown(`The values of ?, in order: ${JSON.stringify(question.parameters)}`, Infinity), style: 'soft' },
      ]),
  ]
}

/** `2026-11-22 10:30` */
function dayAndTime(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ')
}
