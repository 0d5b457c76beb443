import { commandOf } from '../question.ts'
import type { Question } from '../report.ts'
import { type Html, html } from './html.ts'

/** Every question that was asked: in words, as a command, and as the SQL and the values that the engine was given. */
export function appendix(questions: readonly Question[]): Html {
  const names = [...new Set(questions.map(({ query }) => query.name))]
  return html`<p>Every figure is the answer to a question below, asked of the tables <code>audit_logs</code>, <code>receipts</code> and <code>dead_letters</code>. The same lake gives the same rows again, by the command or by the SQL, in DuckDB and in Athena alike. All times are in UTC.</p>
${names.map(name => entry(questions.filter(({ query }) => query.name === name)))}`
}

function entry(questions: readonly Question[]): Html {
  const [question] = questions as readonly [Question, ...Question[]]
  const { query } = question
  return html`<details class="question"><summary><b>${query.title}</b> <code>${query.name}</code></summary>
<p>${query.description}</p>
<dl class="facts"><div><dt>A row is</dt><dd>${query.meaning}</dd></div>
<div><dt>May be evidence for</dt><dd>${query.controls.join(', ')}</dd></div>
<div><dt>Ask again</dt><dd><code>${commandOf(question)}</code></dd></div></dl>
${questions.map(statement)}</details>
`
}

function statement({ sql, parameters }: Question): Html {
  const values = parameters.map(value => html`<li><code>${value === '' ? "''" : value}</code></li>`)
  return html`<pre><code>${sql}</code></pre>
${parameters.length === 0 ? null : html`<p>The values of <code>?</code>, in order:</p><ol class="values">${values}</ol>`}`
}
