import { count, rowsOf, sum, totalRows } from '../answer.ts'
import type { Block, Cell } from '../block.ts'
import { several } from '../numbers.ts'
import { isTotal } from '../question.ts'
import type { Answers, Question, Section } from '../report.ts'
import { type Control, controlName } from './control.ts'
import { controls } from './controls.ts'

/** How far a report shows that a control was followed. */
type Verdict = 'evidenced' | 'partly' | 'not evidenced'

/** A report shows this much of a control, for this reason. */
interface Judgement {
  readonly verdict: Verdict
  readonly why: string
}

/**
 * The controls that the questions of a report are evidence for, and how far: a log in doubt is no whole evidence, and a
 * period without events none. Controls that are often asked for, and that no log of this kind reaches, are named too.
 */
export function controlMatrix(questions: readonly Question[], answers: Answers): Section {
  const asked = questions.filter(question => !isTotal(question))
  const rows = controls.flatMap(control => {
    const evidence = asked.filter(({ query }) => query.controls.includes(controlName(control)))
    return evidence.length > 0 || control.reach === 'none' ? [rowOf(control, evidence, answers)] : []
  })
  return { id: 'controls', heading: 'Controls', blocks: [NOTE, tableOf(rows)] }
}

const NOTE: Block = {
  kind: 'text',
  text: 'Which controls the questions of this report are evidence for, and how far. What a control is about is said in our own words: check it against the text of the standard, in the edition that you are audited by. Whether a control is met is for your auditor to say.',
}

function tableOf(rows: readonly (readonly Cell[])[]): Block {
  return {
    kind: 'table',
    caption: 'Controls and their evidence',
    columns: [
      { label: 'Standard', kind: 'text' },
      { label: 'Control', kind: 'text' },
      { label: 'What it is about', kind: 'text' },
      { label: 'Verdict', kind: 'verdict' },
      { label: 'Why', kind: 'text' },
      { label: 'Questions', kind: 'text' },
    ],
    rows,
    onPage: rows.length,
    total: null,
    empty: 'No question of this report is named as evidence for a control.',
    all: null,
  }
}

function rowOf(control: Control, evidence: readonly Question[], answers: Answers): Cell[] {
  const { verdict, why } = judged(control, evidence, answers)
  const titles = [...new Set(evidence.map(({ query }) => query.title))]
  return [control.framework, control.number, control.about, verdict, why, titles.join(', ')]
}

/** A log that is in doubt comes before what the log can reach at its best. */
function judged({ reach, beyond }: Control, evidence: readonly Question[], answers: Answers): Judgement {
  if (reach === 'none') return { verdict: 'not evidenced', why: sentence(beyond ?? '') }
  if (count(rowsOf(answers, 'coverage')[0], 'events') === 0)
    return { verdict: 'not evidenced', why: 'The log has no event in the period.' }
  const found = evidence.reduce((rows, { name }) => rows + totalRows(answers, name), 0)
  const said = `${several(evidence.length, 'question')} asked, ${several(found, 'row')} found.`
  const doubts = doubtsOf(answers)
  if (doubts.length > 0) return { verdict: 'partly', why: `${said} The log is in doubt: ${doubts.join(', ')}.` }
  if (reach === 'part') return { verdict: 'partly', why: `${said} ${sentence(beyond ?? '')}` }
  return { verdict: 'evidenced', why: said }
}

/** What keeps the log from being whole evidence of anything. */
function doubtsOf(answers: Answers): string[] {
  const unbalanced = totalRows(answers, 'unbalanced-receipts')
  const open = sum(rowsOf(answers, 'dead-letters-by-reason'), 'open_letters')
  return [
    ...(unbalanced > 0 ? [`${several(unbalanced, 'receipt does', 'receipts do')} not balance`] : []),
    ...(open > 0 ? [`${several(open, 'dead letter is', 'dead letters are')} open`] : []),
  ]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
