import { counted } from '../numbers.ts'
import type { InputDay, Provenance } from '../provenance.ts'
import { type Html, html } from './html.ts'

/** What the answers were made of: the commit, and the file of every day with its hash. */
export function inputs({ engine, commit, sealedThrough, inputs, isSteady }: Provenance): Html {
  return html`<p>The answers are those of ${engine}${commit === null ? html`, before anything was sealed` : html` at the commit <code>${commit.id}</code> of ${commit.at}, in which arrivals are sealed through the hour ${sealedThrough}`}. Events that arrived later were read from arrivals.${isSteady ? null : html` <b>The sealed files changed while the questions were asked: later answers may have more rows.</b>`}</p>
${inputs.length === 0 ? null : days(inputs)}`
}

function days(inputs: readonly InputDay[]): Html {
  return html`<details class="question"><summary>The ${counted(inputs.length)} sealed files that were read, with their hashes</summary>
<table class="numbers"><caption>Sealed files up to the end of the period</caption>
<thead><tr><th scope="col">Day</th><th scope="col">Generation</th><th scope="col" class="count">Rows</th><th scope="col" class="count">Bytes</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${inputs.map(
    ({ day, generation, rows, bytes, sha256 }) =>
      html`<tr><th scope="row">${day}</th><td><code>${generation}</code></td><td class="count">${counted(rows)}</td><td class="count">${counted(bytes)}</td><td><code>${sha256}</code></td></tr>
`,
  )}</tbody></table></details>`
}
