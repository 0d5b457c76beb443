import type { Table } from './block.ts'
import type { InputDay } from './provenance.ts'

/** The sealed files that a report was made of, all of them. */
export function inputTable(inputs: readonly InputDay[]): Table {
  return {
    kind: 'table',
    caption: 'Inputs',
    columns: [
      { label: 'Day', kind: 'text' },
      { label: 'Generation', kind: 'code' },
      { label: 'Rows', kind: 'count' },
      { label: 'Bytes', kind: 'count' },
      { label: 'SHA-256', kind: 'code' },
    ],
    rows: inputs.map(({ day, generation, rows, bytes, sha256 }) => [day, generation, rows, bytes, sha256]),
    onPage: inputs.length,
    total: null,
    empty: 'Nothing was sealed yet.',
    all: null,
  }
}
