/**
 * Writes the table of columns into README.md, between its two markers, from `packages/core/src/table.ts`. Run it after
 * a column was added or described anew: `npx tsx tools/readme-columns.ts`. A test says when it was forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { columns } from '@temporal-audit-lake/core'

export const BEGIN = '<!-- columns: written by tools/readme-columns.ts -->'
export const END = '<!-- end of columns -->'

const TYPE = {
  string: 'string',
  int: 'int',
  boolean: 'boolean',
  timestamp: 'timestamp(3), UTC',
  list: 'array(string)',
} as const

/** The columns as a table in Markdown, without the many leaves of the details. */
export function columnsTable(): string {
  const leaves = columns.filter(({ name }) => name.startsWith('details_'))
  const others = columns.filter(column => !leaves.includes(column))
  const rows = others.map(
    ({ name, type, group, description }) => `| ${group} | \`${name}\` | ${TYPE[type]} | ${description} |`,
  )
  const list = leaves.map(({ name }) => `\`${name}\``).join(', ')
  return [
    '| group | column | type | what it says |',
    '|---|---|---|---|',
    ...rows,
    '',
    `And ${leaves.length} leaves of the details as columns of their own: ${list}.`,
  ].join('\n')
}

/** A text with the table between its markers replaced. */
export function withColumns(text: string): string {
  const begin = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`README.md lacks the markers ${BEGIN} and ${END}`)
  return `${text.slice(0, begin + BEGIN.length)}\n${columnsTable()}\n${text.slice(end)}`
}

if (process.argv[1]?.endsWith('readme-columns.ts')) {
  writeFileSync('README.md', withColumns(readFileSync('README.md', 'utf8')))
}
