import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Mutation } from './mutations.ts'

const ROOT = join(import.meta.dirname, '../..')
const SCOPE = '@temporal-audit-lake'
const COPIED = ['packages', 'test', 'package.json', 'tsconfig.json', 'vitest.config.ts']

/** A copy of this program that can be broken without harm. */
export interface Mutant {
  /** Breaks it in one place. @throws Error when the text is not there exactly once */
  mutate(mutation: Mutation): Promise<void>
  /** Makes it whole again. */
  restore(mutation: Mutation): Promise<void>
  /** Runs tests in it. @returns the titles of those that fail */
  failing(tests: readonly string[]): Promise<string[]>
  remove(): Promise<void>
}

/** Copies the sources; what they depend on is linked, but their own packages are those of the copy. */
export async function copyToMutate(): Promise<Mutant> {
  const folder = await mkdtemp(join(tmpdir(), 'mutant-'))
  for (const name of COPIED) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true, filter: path => !path.includes('node_modules') })
  }
  await linkModules(folder)
  const pathOf = ({ file }: Mutation) => join('packages/lake/src', file)
  return {
    async mutate(mutation) {
      const source = await readFile(join(ROOT, pathOf(mutation)), 'utf8')
      const found = source.split(mutation.text).length - 1
      if (found !== 1) throw new Error(`${mutation.file} has ${JSON.stringify(mutation.text)} ${found} times, not once`)
      await writeFile(
        join(folder, pathOf(mutation)),
        source.replace(mutation.text, () => mutation.by),
      )
    },
    restore: mutation => cp(join(ROOT, pathOf(mutation)), join(folder, pathOf(mutation))),
    failing: tests => failingIn(folder, tests),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function linkModules(folder: string): Promise<void> {
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, SCOPE), { recursive: true })
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (name !== SCOPE && name !== '.vite') await symlink(join(ROOT, 'node_modules', name), join(modules, name))
  }
  for (const name of await readdir(join(folder, 'packages'))) {
    await symlink(join(folder, 'packages', name), join(modules, SCOPE, name))
  }
}

interface Results {
  readonly numTotalTests: number
  readonly testResults: readonly {
    readonly message?: string
    readonly status: string
    readonly name: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

async function failingIn(folder: string, tests: readonly string[]): Promise<string[]> {
  const output = join(folder, 'results.json')
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const { AUDIT_LAKE_LONG: _, ...env } = process.env
  await promisify(execFile)(
    process.execPath,
    [vitest, 'run', ...tests, '--reporter=json', `--outputFile=${output}`, '--no-cache'],
    { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 },
  ).catch(() => undefined) // it fails when a test does: what failed is in the file
  const results = JSON.parse(await readFile(output, 'utf8')) as Results
  await rm(output)
  if (results.numTotalTests === 0)
    throw new Error(`no test ran: ${results.testResults.map(({ message }) => message).join()}`)
  return results.testResults.flatMap(({ assertionResults, name, status }) => {
    const failed = assertionResults.filter(test => test.status === 'failed').map(({ fullName }) => fullName)
    return failed.length === 0 && status === 'failed' ? [name] : failed
  })
}
