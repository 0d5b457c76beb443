import { readFile } from 'node:fs/promises'
import { type DeadLetter, payloadOf } from '@temporal-audit-lake/core'
import { type Engine, redrive } from '@temporal-audit-lake/lake'
import type { Command } from 'commander'
import { oneLetter, openLetters } from '../ask/dead-letters.ts'
import { EXIT, UsageError, UserError } from '../errors.ts'
import type { Lake } from '../lake.ts'
import { openExistingLake } from '../open-lake.ts'
import { formatOption, lakeOption } from '../options/options.ts'
import { printable } from '../output/printable.ts'
import { type Format, writeObjects, writeResult } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

const EXAMPLES = `
Examples:
  $ audit-lake dead-letters list
  $ audit-lake dead-letters show 0f3c9a1b2d4e5f60
  $ audit-lake dead-letters show 0f3c9a1b2d4e5f60 --payload > piece.json     (mend it in an editor)
  $ audit-lake dead-letters redrive 0f3c9a1b2d4e5f60 --file piece.json
  $ audit-lake dead-letters redrive --all                                     (after an update of this program)
`

/** `audit-lake dead-letters`: what could not become a row, and again through the transform. */
export function addDeadLetters(root: Command, shell: Shell): void {
  const group = root
    .command('dead-letters')
    .description('what could not become a row: list, show, redrive')
    .addHelpText('after', EXAMPLES)
  addList(group, shell)
  addShow(group, shell)
  addRedrive(group, shell)
}

const LIST_SQL = `SELECT dead_letter_id, arrival_time, reason, message, path, source, shard_id, sequence_number, position, redriven_at
FROM dead_letters`

function addList(group: Command, shell: Shell): void {
  group
    .command('list')
    .description('list the open dead letters')
    .option('--all', 'list those too that were redriven')
    .addOption(formatOption())
    .addOption(lakeOption())
    .action(async (options: { lake: string; format: Format; all?: true }) => {
      const sql = `${LIST_SQL} ${options.all ? '' : 'WHERE redriven_at IS NULL'} ORDER BY arrival_time, dead_letter_id`
      await withEngine(await openExistingLake(options.lake), async engine => {
        await writeResult(await engine.query(sql, [], { signal: shell.signal }), options.format, shell)
      })
    })
}

function addShow(group: Command, shell: Shell): void {
  group
    .command('show <id>')
    .description('show one dead letter, or its exact bytes')
    .option('--payload', 'write the exact bytes, nothing else')
    .addOption(formatOption())
    .addOption(lakeOption())
    .action(async (id: string, options: { lake: string; format: Format; payload?: true }) => {
      const lake = await openExistingLake(options.lake)
      const letter = await withEngine(lake, async engine => await oneLetter(engine, id))
      if (options.payload) shell.stdout.write(payloadOf(letter))
      else if (options.format === 'table') writeLetter(letter, shell)
      else await writeObjects([letter], options.format, shell)
    })
}

function writeLetter(letter: DeadLetter, shell: Shell): void {
  for (const [name, value] of Object.entries(letter)) {
    if (value !== null && name !== 'payload') shell.stdout.write(`${name.padEnd(16)} ${printable(String(value))}\n`)
  }
}

function addRedrive(group: Command, shell: Shell): void {
  group
    .command('redrive [id...]')
    .description('put dead letters through the transform again')
    .option('--all', 'all that are open')
    .option('--file <path>', 'what to take instead of the bytes of the one dead letter: the same, mended')
    .addOption(formatOption())
    .addOption(lakeOption())
    .action(async (ids: readonly string[], options: { lake: string; format: Format; all?: true; file?: string }) => {
      if (ids.length > 0 === (options.all === true)) throw new UsageError('say which: ids of dead letters, or --all')
      if (options.file !== undefined && ids.length !== 1) throw new UsageError('--file is for one dead letter')
      const lake = await openExistingLake(options.lake)
      const letters = await withEngine(lake, async engine =>
        options.all ? await openLetters(engine) : await Promise.all(ids.map(id => oneLetter(engine, id))),
      )
      const mended = options.file === undefined ? undefined : await bytesOf(options.file)
      const outcomes = await redriveAll(letters, mended, lake, shell)
      await writeObjects(outcomes, options.format, shell)
      if (outcomes.some(({ redriven }) => !redriven)) {
        notice(
          shell,
          'what was not redriven is as it was: mend it with `dead-letters show <id> --payload > piece.json`, then `redrive <id> --file piece.json`',
        )
        shell.endWith(EXIT.problemsFound)
      }
    })
}

interface Outcome {
  readonly dead_letter_id: string
  readonly redriven: boolean
  readonly rows: number
  readonly message: string | null
}

async function redriveAll(
  letters: readonly DeadLetter[],
  mended: Uint8Array | undefined,
  lake: Lake,
  shell: Shell,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let late = 0
  for (const letter of letters) {
    shell.signal.throwIfAborted()
    const { dead_letter_id } = letter
    const result = await redrive(letter, mended ?? payloadOf(letter), lake, { writtenAt: shell.now() })
    if (result.redriven) late += result.receipt.late
    outcomes.push(
      result.redriven
        ? { dead_letter_id, redriven: true, rows: result.receipt.stored, message: null }
        : { dead_letter_id, redriven: false, rows: 0, message: result.why },
    )
  }
  await lake.sealLate(late, shell)
  return outcomes
}

async function withEngine<Result>(lake: Lake, use: (engine: Engine) => Promise<Result>): Promise<Result> {
  const engine = await lake.engine()
  try {
    return await use(engine)
  } finally {
    engine.close()
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
