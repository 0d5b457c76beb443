import type { Provenance } from '../provenance.ts'
import { commandOf, isTotal, totalOf } from '../question.ts'
import type { Question } from '../report.ts'
import { type Html, html } from './html.ts'
import { inputs } from './inputs.ts'

/** Every question that was asked: in words, as a command, and as the SQL and the values that the engine was given. */
export function appendix(questions: readonly Question[], provenance: Provenance | null): Html {
  const totals = new Set(questions.map(({ name }) => name))
  const entries = questions.filter(question => !isTotal(question))
  return html`<p>Every figure is the answer to a question below, asked of the tables <code>audit_logs</code>, <code>receipts</code> and <code>dead_letters</code>. The same lake gives the same rows again, by the command or by the SQL, in DuckDB and in Athena alike. All times are in UTC.</p>
${provenance === null ? null : inputs(provenance)}
${entries.map(question => entry(question, totals.has(totalOf(question.name))))}`
}

/** The statement that counts all rows is made of the other one: there is no need to read it twice. */
const TOTAL = html`<p>And how many rows there are in all: <code>SELECT count(*) AS total FROM ( … )</code> around the same statement without its <code>LIMIT</code>, with the same values.</p>
`

function entry(question: Question, isCounted: boolean): Html {
  const { name, query, sql, parameters } = question
  const purpose = name === query.name ? null : html` <span>${name}</span>`
  const values = parameters.map(value => html`<li><code>${value === '' ? "''" : value}</code></li>`)
  return html`<details class="question"><summary><b>${query.title}</b>${purpose} <code>${query.name}</code></summary>
<p>${query.description}</p>
<dl class="facts"><div><dt>A row is</dt><dd>${query.meaning}</dd></div>
<div><dt>May be evidence for</dt><dd>${query.controls.join(', ')}</dd></div>
<div><dt>Ask again</dt><dd><code>${commandOf(question)}</code></dd></div></dl>
<pre><code>${sql}</code></pre>
${parameters.length === 0 ? null : html`<p>The values of <code>?</code>, in order:</p><ol class="values">${values}</ol>`}
${isCounted ? TOTAL : null}</details>
`
}
