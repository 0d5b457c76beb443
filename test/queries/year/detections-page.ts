import { savedQueries } from '@temporal-audit-lake/queries'
import { incidents } from './incidents.ts'
import type { Score } from './score.ts'
import type { Year } from './year.ts'

/** `docs/detections.md`: what the detections find in the year, and what they do not. */
export function detectionsPage(scores: readonly Score[], { events }: Year): string {
  return `# Detections

Some saved queries tell what deserves a look from what is ordinary. How well they do so is counted here, on a made-up year of
a company of ${counted(events.length)} events: people who log in and join and leave, tools that change namespaces under tickets, failures now and
then. Among them are ${incidents.length} incidents, each labelled with the rows that must find it, and about as many things that look like
one and are none: work on call, a day on which twelve people join, a drill with the emergency account, hotels, typing
errors.

Each query is asked once a month for that month with its defaults, as a scheduled report asks it, from the fourth month on:
some need a history. *Recall* is the share of the labelled rows it finds, *precision* the share of its rows that are
labelled. Two rows about the same are one. A company is not this one: take the figures as a comparison of the queries with
each other, and as what a change of theirs is measured by.

| query | labelled | found | recall | rows | precision |
| --- | --: | --: | --: | --: | --: |
${scores.map(lineOf).join('\n')}

## What is missed

${scores
  .filter(({ missed }) => missed.length > 0)
  .map(missedOf)
  .join('\n')}

Below every threshold lies who is patient: the reports list all failures, and who did something for the first time. A
history of 90 days does not know who was silent for longer: \`activity-after-dormancy\` does.

## The incidents

${incidents.map(({ title }) => `- ${title}.`).join('\n')}

This page is made by \`AUDIT_LAKE_LONG=1 npx vitest run test/queries/year -u\`, from \`test/queries/year\`; the test fails when
the figures are others.
`
}

function lineOf({ query, found, missed, falseAlarms }: Score): string {
  const [labelled, rows] = [found + missed.length, found + falseAlarms.length]
  return `| ${query} | ${labelled} | ${found} | ${share(found, labelled)} | ${rows} | ${share(found, rows)} |`
}

function missedOf({ query, missed }: Score): string {
  const { title } = savedQueries.find(({ name }) => name === query)!
  return `- \`${query}\` (${title.toLowerCase()}): ${missed.join(', ')}`
}

function share(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`
}

function counted(count: number): string {
  return count.toLocaleString('en-US')
}
