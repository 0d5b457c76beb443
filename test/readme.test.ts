import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { withColumns } from '../tools/readme-columns.ts'
import { batch, rowsOf, transformed, withoutProvenance } from './core/batch.ts'

const ROOT = join(import.meta.dirname, '..')
const PROGRAM = join(ROOT, 'packages/cli/bin/audit-lake.js')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const record = /```json\n([\s\S]*?)```/.exec(readme)![1]!

const folder = mkdtempSync(join(tmpdir(), 'readme-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The row as the README shows it: `| \`column\` | \`value\` |`. */
const shownRow = Object.fromEntries(
  [...readme.matchAll(/^\| `(\w+)` \| `(.*)` \|$/gm)].map(([, name, value]) => [name!, value!]),
)

/** Every command line for `npx audit-lake` in the README, in order, without its comment. */
const commandLines = [...readme.matchAll(/^npx audit-lake (.*?)(?:\s+#.*)?$/gm)].map(match => match[1]!)

describe('README', () => {
  it('shows the row that its record becomes', async () => {
    const { dataFiles } = transformed(batch(record))
    const [row] = await rowsOf(dataFiles)
    const shown = Object.entries(withoutProvenance(row!)).map(([name, value]) => {
      const text = Array.isArray(value) ? JSON.stringify(value) : String(value)
      // the record is laid out for people: its exact text has more blanks than what Temporal sends
      return [name, name === 'details' ? JSON.stringify(JSON.parse(text)) : text]
    })
    expect(Object.fromEntries(shown)).toEqual(shownRow)
  })

  it('shows a record that Temporal published', () => {
    const published = readFileSync(join(ROOT, 'test/published/records.jsonl'), 'utf8').trim().split('\n')
    const records = published.map(line => (JSON.parse(line) as { record: unknown }).record)
    expect(records).toContainEqual(JSON.parse(record))
  })

  it('has the table of columns as it is: npx tsx tools/readme-columns.ts', () => {
    expect(withColumns(readme)).toBe(readme)
  })

  const PAGES = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(ROOT, 'docs'))
      .filter(name => name.endsWith('.md'))
      .map(name => `docs/${name}`),
  ]

  it.each(PAGES)('has links that lead somewhere, as %s has', page => {
    const text = readFileSync(join(ROOT, page), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(match => match[1]!)
    for (const link of links) expect(existsSync(join(ROOT, page, '..', link)), link).toBe(true)
  })

  it('has commands that work, in the order they stand there', () => {
    writeFileSync(join(folder, 'audit-logs.json'), record)
    writeFileSync(join(folder, 'export.ndjson.gz'), gzipSync(`${JSON.stringify(JSON.parse(record))}\n`))
    const here = commandLines.filter(line => !line.includes('--stream') && !line.startsWith('completion'))
    expect(here.length).toBeGreaterThanOrEqual(4)
    for (const line of here) {
      // a shell reads the line, as it would a reader's
      const result = spawnSync('bash', ['-c', `node "${PROGRAM}" ${line}`], { cwd: folder, encoding: 'utf8' })
      expect(result.status, `${line}\n${result.stderr}`).toBe(0)
    }
  })

  it('names every command there is', () => {
    const help = execFileSync('node', [PROGRAM, '--help'], { encoding: 'utf8' })
    const commands = [...help.matchAll(/^ {2}([a-z-]+)(?: \[| <|\s{2})/gm)].map(match => match[1]!)
    const hidden = new Set(['help', 'complete', 'completion'])
    expect(commands.length).toBeGreaterThanOrEqual(8)
    for (const command of commands.filter(name => !hidden.has(name))) expect(readme).toContain(`| \`${command}\` |`)
  })
})
