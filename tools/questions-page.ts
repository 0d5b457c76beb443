/**
 * Writes docs/questions.md: what auditors ask, with the saved queries that answer it, and all saved queries. Run it after
 * a query was added or its front comment changed: `npx tsx tools/questions-page.ts`. A test says when it was forgotten.
 */
import { writeFileSync } from 'node:fs'
import { type SavedQuery, savedQueries } from '@temporal-audit-lake/queries'
import { type QueryGroup, queryGroups } from '../packages/queries/src/saved/query-group.ts'
import { type AuditorsQuestion, auditorsQuestions } from './auditors-questions.ts'

export const PAGE = 'docs/questions.md'

/** The whole page. */
export function questionsPage(): string {
  const answered = auditorsQuestions.filter(({ queries }) => queries.length > 0).length
  return `# Questions

${savedQueries.length} saved queries, each one file in [packages/queries/sql](../packages/queries/sql), answer alike on Athena and DuckDB:

    audit-lake query <name> --param from=2026-10-01 --param to=2026-11-01

The first part has the ${auditorsQuestions.length} questions that auditors and security engineers ask of an audit log, and what answers each: for
${answered} of them a query, for ${auditorsQuestions.length - answered} the reason why this log cannot, and what can. The second part has all queries.

The log is that of Temporal Cloud's control plane. Not in it at all: what workers and workflows do, log-ins at an identity
provider, access of Temporal's own staff, and whatever happened before the sink was set up unless it was imported. What
\`raw_details\` holds is not documented; queries that read it take the members of the Cloud Ops API's requests, and say so.

## What auditors ask

${queryGroups.map(questionsOf).join('\n\n')}

## All queries

${queryGroups.map(queriesOf).join('\n\n')}
`
}

function questionsOf(group: QueryGroup): string {
  const rows = auditorsQuestions.map(questionRow).filter((_, i) => auditorsQuestions[i]!.group === group)
  return [
    `### ${titleOf(group)}`,
    '',
    '| | question | query | what the log cannot say |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function questionRow({ question, queries, missing = '' }: AuditorsQuestion, i: number): string {
  const links = queries.map(name => `[${name}](#${name})`).join(', ')
  return `| ${i + 1} | ${question} | ${links || 'none'} | ${missing} |`
}

function queriesOf(group: QueryGroup): string {
  const queries = savedQueries.filter(query => query.group === group)
  return [`### ${titleOf(group)}: queries`, ...queries.map(queryEntry)].join('\n\n')
}

function queryEntry({ name, title, description, meaning, parameters, controls }: SavedQuery): string {
  const inputs = parameters.map(parameter => {
    const initial = parameter.default === undefined ? 'required' : parameter.default || 'empty'
    return `- \`${parameter.name}\` (${parameter.type}, ${code(initial)}): ${parameter.description}`
  })
  return [
    `#### ${name}`,
    `${title}. ${description}`,
    `A row: ${meaning}`,
    ...(inputs.length > 0 ? [inputs.join('\n')] : []),
    `Evidence for: ${controls.join(', ')}.`,
  ].join('\n\n')
}

function code(text: string): string {
  return text === 'required' || text === 'empty' ? text : `\`${text}\``
}

function titleOf(group: QueryGroup): string {
  return group.charAt(0).toUpperCase() + group.slice(1)
}

if (process.argv[1]?.endsWith('questions-page.ts')) writeFileSync(PAGE, questionsPage())
