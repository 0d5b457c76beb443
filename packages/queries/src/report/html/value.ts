import type { Cell, ColumnKind } from '../block.ts'
import { counted } from '../numbers.ts'
import { codePoint, cut, UNPRINTABLE } from '../visible.ts'
import { type Html, html } from './html.ts'

const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/

/** A value of an answer, harmless for a page: escaped, its direction kept to itself, cut when it is long. */
export function value(cell: Cell, kind: ColumnKind): Html {
  if (cell === null || cell === '') return html`<span class="none">–</span>`
  if (typeof cell === 'boolean') return html`${cell ? 'yes' : 'no'}`
  if (typeof cell === 'number') return html`${counted(cell)}`
  if (kind === 'count') return html`${cell}`
  const time = TIME.exec(cell)
  if (kind === 'time' && time) return html`<time datetime="${cell}">${time[1]!} ${time[2]!}</time>`
  if (kind === 'status') return html`<span class="${cell === 'OK' ? 'ok' : 'not-ok'}">${isolated(cell)}</span>`
  if (kind === 'verdict') return html`<span class="verdict ${cell.replaceAll(' ', '-')}">${isolated(cell)}</span>`
  return kind === 'code' ? html`<code>${isolated(cell)}</code>` : isolated(cell)
}

/** A text from a record. What cannot be seen is shown by its code point, as `U+202E`. */
export function isolated(text: string): Html {
  const shown = cut(text)
  if (shown.length === null) return html`<bdi>${marked(text)}</bdi>`
  return html`<bdi>${marked(shown.text)}</bdi> <span class="cut">(${counted(shown.length)} characters)</span>`
}

function marked(text: string): readonly Html[] {
  const parts: Html[] = []
  let from = 0
  for (const { 0: character, index } of text.matchAll(UNPRINTABLE)) {
    parts.push(html`${breakable(text.slice(from, index))}<span class="unprintable">${codePoint(character)}</span>`)
    from = index + character.length
  }
  return [...parts, html`${breakable(text.slice(from))}`]
}

/** Where a word may be cut in two: in `svc-metrics-sync`, in `SetUserNamespaceAccess`. */
const BREAK = /(?<=[@_\-/:,])(?=\w\w)|(?<=\p{L}\.)(?=\w\w)|(?<=\p{Ll})(?=\p{Lu})/u

function breakable(text: string): readonly Html[] {
  return text.split(BREAK).map((part, i) => (i === 0 ? html`${part}` : html`<wbr>${part}`))
}
