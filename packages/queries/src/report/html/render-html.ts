import type { Period, ReportModel, Section } from '../report.ts'
import { appendix } from './appendix.ts'
import { block } from './blocks.ts'
import { type Html, html, verbatim } from './html.ts'
import { POLICY } from './policy.ts'
import { style } from './style.ts'
import { isolated } from './value.ts'

/** A report as one HTML file that needs nothing else: no script, no font, no picture, no network. */
export function renderHtml(model: ReportModel): string {
  const { title, description, scope, period, sections, questions, provenance } = model
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${title}, ${dayAndTime(period.from)} to ${dayAndTime(period.to)} UTC</title>
<style>${verbatim(style)}</style>
</head>
<body>
<header>
<p class="kind">Temporal Cloud audit log</p>
<h1>${title}</h1>
<p class="period">${periodHtml(period)}</p>
<p>${description}</p>
<p>${scope}</p>
${stamp(model)}
<nav aria-label="Sections"><ol>${[...sections, REVIEW, APPENDIX].map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ol></nav>
</header>
<main>
${sections.map(section)}
${sectionHtml(REVIEW, review())}
${sectionHtml(APPENDIX, appendix(questions, provenance))}
</main>
</body>
</html>
`
  return page.html
}

const APPENDIX = { id: 'appendix', heading: 'Appendix: how to repeat every figure' }
const REVIEW = { id: 'sign-off', heading: 'Review' }

const UPRIGHT_COLUMNS = 6 // what a sheet of paper has room for until it is turned

function section({ id, heading, blocks }: Section): Html {
  const isWide = blocks.every(block => block.kind === 'table' && block.columns.length > UPRIGHT_COLUMNS)
  const content = html`${blocks.map((one, i) => block(one, `${id}-${i}`))}`
  return sectionHtml({ id, heading }, content, isWide ? 'wide' : 'upright')
}

function sectionHtml({ id, heading }: Pick<Section, 'id' | 'heading'>, content: Html, sheet = 'upright'): Html {
  return html`<section id="${id}" class="${sheet}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${content}
</section>
`
}

function periodHtml({ from, to }: Period): Html {
  return html`<time datetime="${new Date(from).toISOString()}">${dayAndTime(from)}</time> to <time datetime="${new Date(to).toISOString()}">${dayAndTime(to)}</time> <abbr title="Coordinated Universal Time">UTC</abbr>`
}

function stamp({ generatedAt, generator, origin, provenance }: ReportModel): Html {
  const facts: readonly (readonly [string, Html])[] = [
    ['Generated', html`<time datetime="${new Date(generatedAt).toISOString()}">${dayAndTime(generatedAt)}</time> UTC`],
    ...(generator === null ? [] : [['By', html`${generator}`] as const]),
    ['From', isolated(origin)],
    ...(provenance === null ? [] : [['Engine', html`${provenance.engine}`] as const]),
  ]
  return html`<dl class="stamp">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** Lines to be filled in by hand: who looked at it, when, and what came of it. */
function review(): Html {
  return html`<p>A report is evidence of a review once somebody has looked at it.</p>
<dl class="sign-off">${['Reviewed by', 'Date', 'Decision and follow-up'].map(label => html`<div><dt>${label}</dt><dd></dd></div>`)}</dl>`
}

/** `2026-11-22 10:30` */
function dayAndTime(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ')
}
