import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

/** A parser of the grammar that Athena's engine has. */
interface Parser {
  validate(sql: string): readonly { readonly startLine: number; readonly message: string }[]
}

/**
 * What Trino's grammar has against a statement, with the line; nothing when it is fine.
 *
 * The grammar knows no tables and no types: it tells what can be read, not what can be answered.
 */
export async function trinoGrammar(): Promise<(sql: string) => string[]> {
  const parser = await loadParser()
  return sql => parser.validate(sql).map(({ startLine, message }) => `line ${startLine}: ${message}`)
}

/** The package imports folders, which Node does not allow in modules: so it is bundled first. */
async function loadParser(): Promise<Parser> {
  const folder = await mkdtemp(join(tmpdir(), 'trino-grammar-'))
  try {
    const bundle = join(folder, 'trino.mjs')
    const entry = {
      contents: "export { TrinoSQL } from 'dt-sql-parser/dist/parser/trino'",
      resolveDir: import.meta.dirname,
    }
    const { outputFiles } = await build({ stdin: entry, bundle: true, format: 'esm', platform: 'node', write: false })
    await writeFile(bundle, outputFiles[0]!.contents)
    const { TrinoSQL } = (await import(bundle)) as { TrinoSQL: new () => Parser }
    return new TrinoSQL()
  } finally {
    await rm(folder, { recursive: true })
  }
}
