import { type Command, Option } from 'commander'
import type { Shell } from '../shell.ts'

const EXAMPLES = `
Examples:
  $ audit-lake demo
  $ audit-lake query who-did-what --lake ./audit-lake-demo

Everything stays on this machine: no AWS account, no network. The folder is made anew each time.
`

/** `audit-lake demo`: the product in a minute. */
export function addDemo(root: Command, shell: Shell): void {
  root
    .command('demo')
    .description('the whole path on three months of generated traffic, on this machine')
    .addOption(new Option('--lake <folder>', 'folder of the lake, made anew').default('./audit-lake-demo'))
    .addOption(new Option('--seed <number>', 'another seed, other traffic').default(1).argParser(Number))
    .addHelpText('after', EXAMPLES)
    .action(async ({ lake, seed }: { lake: string; seed: number }) => {
      const { runDemo } = await import('../demo/run-demo.ts') // what reads streams is loaded when it is needed
      await runDemo(lake, seed, shell)
    })
}
