import tab from '@bomb.sh/tab/commander'
import { LakeError, QueryError } from '@temporal-audit-lake/lake'
import { Command, CommanderError } from 'commander'
import { addConnect } from './commands/connect.ts'
import { addDeadLetters } from './commands/dead-letters.ts'
import { addDemo } from './commands/demo.ts'
import { addDoctor } from './commands/doctor.ts'
import { addDrift } from './commands/drift.ts'
import { addEstimate } from './commands/estimate.ts'
import { addIngest } from './commands/ingest.ts'
import { addPromote } from './commands/promote.ts'
import { addQuery } from './commands/query.ts'
import { addRebuild } from './commands/rebuild.ts'
import { addReport } from './commands/report.ts'
import { addSeal } from './commands/seal.ts'
import { addUp } from './commands/up.ts'
import { EXIT, UserError } from './errors.ts'
import type { Shell } from './shell.ts'
import { suggestions } from './suggestions.ts'
import { VERSION } from './version.ts'

const EXAMPLES = `
Examples:
  $ audit-lake demo                                    the whole path on generated traffic
  $ audit-lake ingest audit-logs.ndjson.gz             files into the lake in ./audit-lake
  $ audit-lake query failed-operations --param from=T-7d
  $ audit-lake report activity-summary --from T-30d

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but something was dead-lettered or a check found a problem.
`

/** The whole command line. */
export function program(shell: Shell): Command {
  const root = new Command('audit-lake')
    .description('Temporal Cloud audit logs as a table that you can trust and question in SQL.')
    .version(VERSION, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .showHelpAfterError('Try --help.')
    .addHelpText('after', EXAMPLES)
    .configureOutput({
      writeOut: text => shell.stdout.write(text),
      writeErr: text => shell.stderr.write(text),
    })
    .exitOverride()
  for (const add of [
    addDemo,
    addIngest,
    addUp,
    addQuery,
    addReport,
    addSeal,
    addRebuild,
    addPromote,
    addDrift,
    addDeadLetters,
    addConnect,
    addDoctor,
    addEstimate,
  ]) {
    add(root, shell)
  }
  suggestions(tab(root, { completionCommandName: 'completion' }))
  return root
}

/**
 * Runs the command line.
 *
 * @param argv what stands after the program's name
 * @returns the exit code
 */
export async function run(argv: readonly string[], terminal: Omit<Shell, 'endWith'>): Promise<number> {
  let exitCode: number = EXIT.done
  const endWith = (code: number) => {
    exitCode = code
  }
  try {
    await program({ ...terminal, endWith }).parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    return failure(error, terminal)
  }
}

/** Says what went wrong, in as many words as it needs. */
function failure(error: unknown, { stderr, signal }: Omit<Shell, 'endWith'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage
  if (signal.aborted) {
    stderr.write('stopped: what was done so far is safe; run the same command again to go on\n')
    return EXIT.interrupted
  }
  if (error instanceof UserError) {
    stderr.write(`error: ${error.message}\n`)
    return error.exitCode
  }
  if (error instanceof LakeError) {
    stderr.write(`error: ${error.message}\n`)
    return EXIT.failed
  }
  if (error instanceof QueryError) {
    stderr.write(`error: the query cannot be answered: ${error.message}\n`)
    return EXIT.failed
  }
  stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return EXIT.failed
}
