import { counted, type Provenance } from '@temporal-audit-lake/queries'
import type { Content } from 'pdfmake'
import { lines } from './table.ts'

/** What the answers were made of: the commit, and the file of every day with its hash. */
export function inputs({ engine, commit, sealedThrough, inputs, isSteady }: Provenance): Content[] {
  const at =
    commit === null
      ? 'before anything was sealed'
      : `at the commit ${commit.id} of ${commit.at}, sealed through the hour ${sealedThrough}`
  const changed = isSteady
    ? ''
    : ' The sealed files changed while the questions were asked: later answers may have more rows.'
  return [
    { text: `The answers are those of ${engine}, ${at}. Events that arrived later were read from arrivals.${changed}` },
    ...(inputs.length === 0 ? [] : [files(inputs)]),
  ]
}

function files(inputs: Provenance['inputs']): Content {
  const header = ['Day', 'Generation', 'Rows', 'Bytes', 'SHA-256'].map(text => ({ text, style: 'header' }))
  const body = inputs.map(({ day, generation, rows, bytes, sha256 }) =>
    [day, generation, counted(rows), counted(bytes), sha256].map(text => ({ text, fontSize: 6 })),
  )
  return {
    table: { headerRows: 1, widths: ['auto', 'auto', 'auto', 'auto', '*'], body: [header, ...body] },
    layout: lines,
  }
}
