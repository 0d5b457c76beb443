/** The looks of a report: on paper, on a phone, by day and by night. */
export const style = `
:root {
  --page: #ffffff; --text: #1c2330; --soft: #566072; --line: #d6dbe3; --wash: #f4f6f9; --link: #1a4f86;
  --ordinary: #4674a8; --others: #a9b3c1; --bad: #b3261e;
  --problem: #9c1b14; --problem-wash: #fdf0ee; --review: #7a4d00; --review-wash: #fdf5e4; --fine: #1d6238; --fine-wash: #eef6f0;
  color-scheme: light dark;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --text: #e4e8ee; --soft: #a2acbb; --line: #333b47; --wash: #1b212a; --link: #8ebbea;
    --ordinary: #6a9bd3; --others: #56606f; --bad: #ef7b71;
    --problem: #ff9d94; --problem-wash: #331b1a; --review: #f0c274; --review-wash: #2e2616; --fine: #8fd0a6; --fine-wash: #17271d;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 70rem; background: var(--page); color: var(--text);
  font: 0.9375rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
}
a { color: var(--link); }
h1 { margin: 0; font-size: 2.1rem; line-height: 1.15; letter-spacing: -0.02em; }
h2 { margin: 0 0 0.9rem; font-size: 1.3rem; line-height: 1.25; letter-spacing: -0.01em; }
h3 { margin: 0; font-size: 1rem; line-height: 1.35; }
p { margin: 0 0 0.75rem; max-width: 46rem; }
h1 + p { margin-top: 0.75rem; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.86em; }
code, td, bdi { overflow-wrap: anywhere; }
section { margin-top: 2.75rem; padding-top: 1.4rem; border-top: 1px solid var(--line); }
section > * + h3, section > * + table, section > * + figure, section > * + .empty { margin-top: 1.75rem; }
dl, dd, dt, ul, ol, figure { margin: 0; padding: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

header { border-top: 4px solid var(--ordinary); padding-top: 1.25rem; }
.kind { margin: 0 0 0.35rem; color: var(--soft); font-size: 0.8rem; font-weight: 600; letter-spacing: 0.08em; text-transform: uppercase; }
.period { margin: 0.5rem 0 1rem; font-size: 1.15rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.period abbr { text-decoration: none; }
.stamp { display: flex; flex-wrap: wrap; gap: 0.35rem 2rem; font-size: 0.85rem; }
.stamp div { display: flex; gap: 0.5rem; }
.stamp dt { color: var(--soft); }
nav { margin-top: 1.4rem; font-size: 0.85rem; }
nav ol { display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; list-style: none; }

.findings { list-style: none; display: grid; gap: 0.5rem; }
.findings li { display: grid; grid-template-columns: 6.5rem 1fr; gap: 1rem; padding: 0.7rem 1rem; border-left-style: solid; border-left-width: 4px; border-radius: 3px; break-inside: avoid; }
.findings p { margin: 0.1rem 0 0; }
.findings h3 a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
.findings .level { margin: 0; font-weight: 700; font-size: 0.85rem; line-height: 1.55; }
.problem { background: var(--problem-wash); border-color: var(--problem); }
.problem .level { color: var(--problem); }
.review { background: var(--review-wash); border-color: var(--review); }
.review .level { color: var(--review); }
.in-order { background: var(--fine-wash); border-color: var(--fine); }
.in-order .level { color: var(--fine); }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.75rem; }
.figures div { padding: 0.8rem 1rem; background: var(--wash); border-radius: 4px; break-inside: avoid; }
.figures dt { color: var(--soft); font-size: 0.85rem; }
.figures b { display: block; font-size: 1.8rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.figures span, .facts span { color: var(--soft); font-size: 0.85rem; }

.facts > div { display: grid; grid-template-columns: 12rem 1fr; gap: 1rem; padding: 0.3rem 0; }
.facts dt { color: var(--soft); }
.list { padding-left: 1.2rem; max-width: 46rem; }
.list li { margin-bottom: 0.5rem; }

table { width: 100%; border-collapse: collapse; font-size: 0.84rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.5rem; text-align: left; font-weight: 650; font-size: 1rem; }
caption .size { margin-left: 0.35rem; color: var(--soft); font-weight: 400; font-size: 0.84rem; }
th, td { padding: 0.35rem 0.9rem 0.35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { overflow-wrap: normal; color: var(--soft); font-weight: 600; font-size: 0.8rem; vertical-align: bottom; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 400; }
th.count, td.count { padding-right: 1.75rem; text-align: right; }
td code { font-size: 0.92em; }
td { contain: paint; }
time { white-space: nowrap; }
tr { break-inside: avoid; }
.none, .soft { color: var(--soft); }
.not-ok { color: var(--bad); font-weight: 650; }
.verdict { font-weight: 650; }
.evidenced { color: var(--fine); }
.partly { color: var(--review); }
.not-evidenced { color: var(--problem); }
.unprintable { padding: 0 0.25em; border: 1px solid var(--soft); border-radius: 3px; font: 0.75em ui-monospace, Consolas, 'Liberation Mono', monospace; color: var(--soft); white-space: nowrap; }
.cut { color: var(--soft); }
.all, .empty { margin: 0.6rem 0 0; color: var(--soft); font-size: 0.875rem; }
h3 + .empty { margin-top: 0.2rem; }

figure.columns figcaption { font-weight: 650; font-size: 1rem; }
.panel { display: grid; grid-template-columns: 3.25rem 1fr; column-gap: 0.6rem; margin-top: 0.6rem; break-inside: avoid; }
.panel .name { grid-column: 2; margin: 0 0 0.4rem; font-size: 0.84rem; font-weight: 650; }
.panel .name span { color: var(--soft); font-weight: 400; }
.panel.ordinary .name { color: var(--ordinary); }
.panel.failed .name { color: var(--bad); }
.scale { display: flex; flex-direction: column; justify-content: space-between; margin: -0.55rem 0; text-align: right; color: var(--soft); font-size: 0.75rem; line-height: 1.1rem; font-variant-numeric: tabular-nums; }
.panel svg { display: block; width: 100%; height: 9rem; overflow: visible; }
.panel.failed svg { height: 4.5rem; }
.panel.ordinary rect, rect.ordinary { fill: var(--ordinary); }
.panel.failed rect, rect.bad { fill: var(--bad); }
rect.others { fill: var(--others); }
.grid { fill: none; stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.axis { position: relative; height: 1.5rem; margin: 0.4rem 0 0 3.85rem; color: var(--soft); font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.axis span { position: absolute; transform: translateX(-50%); white-space: nowrap; }
.axis span:first-child { transform: translateX(-0.5rem); }
.axis span:last-child:not(:first-child) { transform: translateX(calc(-100% + 0.5rem)); }
.numbers { width: auto; min-width: 18rem; margin-top: 0.75rem; }
.bars th:first-child { width: 34%; }
.bars td.bar { width: 46%; vertical-align: middle; }
.bars svg { display: block; width: 100%; height: 0.85rem; }
.bars th, .bars td { border-bottom-width: 0; padding-top: 0.2rem; padding-bottom: 0.2rem; }
.bars thead th { border-bottom-width: 2px; }

details > summary { cursor: pointer; color: var(--link); font-size: 0.875rem; }
details.question { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
details.question > summary { color: var(--text); font-size: 0.9375rem; }
details.question > summary code { margin-left: 0.5rem; color: var(--soft); }
details.question > :not(summary) { margin-top: 0.6rem; }
pre { margin: 0.75rem 0; padding: 0.8rem 1rem; background: var(--wash); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; }
.values { padding-left: 2rem; font-size: 0.875rem; columns: 14rem; }
.sign-off { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 2.5rem 2rem; break-inside: avoid; }
.sign-off dt { color: var(--soft); font-size: 0.84rem; }
.sign-off dd { height: 2.25rem; border-bottom: 1px solid var(--text); }

@media screen and (min-width: 64rem) {
  .rows td.text, .rows td.code { min-width: 7.5em; }
}
@media screen and (max-width: 52rem) {
  body { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.7rem; }
  .findings li { grid-template-columns: 1fr; gap: 0.1rem; }
  .figures { grid-template-columns: 1fr 1fr; }
  .facts > div { grid-template-columns: 1fr; gap: 0; padding: 0.4rem 0; }
  .axis span:nth-child(even) { display: none; }
  .bars th:first-child { width: auto; }
  .bars td.bar { width: 26%; }
  .bars th.count, .bars td.count { padding-right: 0.6rem; }
  table.rows, .rows caption, .rows tbody, .rows tr, .rows td { display: block; width: auto; }
  .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  .rows td { display: grid; grid-template-columns: 8rem 1fr; gap: 0.75rem; padding: 0.1rem 0; border: 0; text-align: left; }
  .rows td::before { content: attr(data-label); color: var(--soft); }
  .rows td:has(> .none) { display: none; }
}

@page { size: A4; margin: 15mm 14mm; }
@page wide { size: A4 landscape; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  a { color: inherit; text-decoration: none; }
  nav { display: none; }
  section { margin-top: 1.6rem; padding-top: 0.9rem; }
  section.wide { page: wide; }
  h2, h3, caption, figcaption, summary { break-after: avoid; }
  table.short, table.bars, figure { break-inside: avoid; }
  figure details { display: none; }
  table, thead th { font-size: 7.8pt; }
  .wide td.text, .wide td.code { min-width: 7.5em; }
  th, td { padding-top: 0.2rem; padding-bottom: 0.2rem; }
  .figures { grid-template-columns: repeat(6, 1fr); }
  .figures b { font-size: 1.35rem; }
  .findings li, .figures div, rect, .problem, .review, .in-order { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; height: auto; }
  details:not([open])::details-content { display: block; }
  pre { margin: 0.4rem 0; padding: 0; font-size: 6.4pt; line-height: 1.3; }
  #appendix { columns: 2; column-gap: 2rem; font-size: 8pt; }
  #appendix h2, #appendix > p { column-span: all; }
  #appendix .facts > div { grid-template-columns: 6rem 1fr; padding: 0.1rem 0; }
  .values { columns: auto; font-size: 7pt; }
  #appendix { break-before: page; }
}
`
