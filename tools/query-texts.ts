/**
 * Writes the saved queries, `packages/queries/sql/*.sql`, into a module, because `queries` reads no files. Run it after
 * a query was added or changed: `npx tsx tools/query-texts.ts`. A test says when it was forgotten.
 *
 * What several queries say stands once, in `packages/queries/sql/parts`: in place of a line `-- part: names` the module
 * has the text of `names.sql`, and a comma where the line ends in one.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const FOLDER = 'packages/queries/sql'
export const MODULE = 'packages/queries/src/saved/query-texts.ts'

/** The text of the module. */
export function queryTextsModule(): string {
  const names = readdirSync(FOLDER)
    .filter(file => file.endsWith('.sql'))
    .map(file => file.slice(0, -'.sql'.length))
    .sort()
  const entries = names.map(name => {
    const text = withParts(readFileSync(`${FOLDER}/${name}.sql`, 'utf8')).replace(/[\\`]|\$\{/g, '\\$&')
    return `  [\n    '${name}',\n    \`${text}\`,\n  ],\n`
  })
  return `/** The files in \`packages/queries/sql\`: name and text. Written by \`npx tsx tools/query-texts.ts\`. */
export const queryTexts: readonly (readonly [name: string, text: string])[] = [
${entries.join('')}]
`
}

function withParts(text: string): string {
  return text.replace(/^( *)-- part: ([a-z-]+)(,?)$/gm, (_, indent: string, name: string, comma: string) => {
    const part = readFileSync(`${FOLDER}/parts/${name}.sql`, 'utf8').trimEnd()
    return part.replace(/^(?=.)/gm, indent) + comma
  })
}

if (process.argv[1]?.endsWith('query-texts.ts')) writeFileSync(MODULE, queryTextsModule())
