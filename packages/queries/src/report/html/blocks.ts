import type { Block, Facts, Figures, Finding, Findings, List } from '../block.ts'
import { counted } from '../numbers.ts'
import { bars } from './bars.ts'
import { columns } from './columns.ts'
import { type Html, html } from './html.ts'
import { table } from './table.ts'
import { isolated, value } from './value.ts'

/** A piece of a section. @param id unique on the page */
export function block(block: Block, id: string): Html {
  switch (block.kind) {
    case 'text':
      return html`<p>${block.text}</p>`
    case 'findings':
      return findings(block)
    case 'figures':
      return figures(block)
    case 'facts':
      return facts(block)
    case 'list':
      return list(block)
    case 'table':
      return table(block)
    case 'bars':
      return bars(block)
    case 'columns':
      return columns(block, id)
  }
}

const LEVEL = {
  problem: { word: 'Problem', className: 'problem' },
  review: { word: 'To review', className: 'review' },
  'in order': { word: 'In order', className: 'in-order' },
} as const

function findings({ findings }: Findings): Html {
  return html`<ul class="findings">${findings.map(finding)}</ul>`
}

function finding({ level, title, text, names = [], section }: Finding): Html {
  const { word, className } = LEVEL[level]
  return html`<li class="${className}"><p class="level">${word}</p><div><h3>${section === undefined ? title : html`<a href="#${section}">${title}</a>`}</h3>
<p>${text}${names.length === 0 ? null : html` ${names.map((name, i) => html`${i === 0 ? '' : ', '}<b>${isolated(name)}</b>`)}`}</p></div></li>
`
}

function figures({ figures }: Figures): Html {
  return html`<dl class="figures">${figures.map(
    ({ label, value, note }) =>
      html`<div><dt>${label}</dt><dd><b>${counted(value)}</b>${note === undefined ? null : html` <span>${note}</span>`}</dd></div>`,
  )}</dl>`
}

function facts({ facts }: Facts): Html {
  return html`<dl class="facts">${facts.map(
    ({ label, value: cell, note }) =>
      html`<div><dt>${label}</dt><dd>${value(cell, 'time')}${note === undefined ? null : html` <span>${note}</span>`}</dd></div>`,
  )}</dl>`
}

function list({ items }: List): Html {
  return html`<ul class="list">${items.map(({ title, text }) => html`<li><b>${title}</b> ${text}</li>`)}</ul>`
}
