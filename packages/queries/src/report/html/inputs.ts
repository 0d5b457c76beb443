import { inputTable } from '../input-table.ts'
import { counted } from '../numbers.ts'
import type { InputDay, Provenance } from '../provenance.ts'
import { type Html, html } from './html.ts'
import { table } from './table.ts'

/** What the answers were made of: the commit, and the file of every day with its hash. */
export function inputs({ engine, commit, sealedThrough, inputs, isSteady }: Provenance): Html {
  return html`<p>The answers are those of ${engine}${commit === null ? html`, before anything was sealed` : html` at the commit <code>${commit.id}</code> of ${commit.at}, in which arrivals are sealed through the hour ${sealedThrough}`}. Events that arrived later were read from arrivals.${isSteady ? null : html` <b>The sealed files changed while the questions were asked: later answers may have more rows.</b>`}</p>
${inputs.length === 0 ? null : days(inputs)}`
}

function days(inputs: readonly InputDay[]): Html {
  return html`<details class="question"><summary>The ${counted(inputs.length)} sealed files that were read, with their hashes</summary>
${table(inputTable(inputs))}</details>`
}
