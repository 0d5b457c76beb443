/**
 * Runs the fault harness at any size: `npx tsx test/faults/run.ts --events 10000000 --seed 7`.
 *
 * What it found goes to standard output; with `--into docs/faults.md`, between the two marks of that page.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { report } from './harness/report.ts'
import { runFaults } from './harness/run-faults.ts'
import { scheduleOf } from './harness/schedule.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    into: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const folder = await mkdtemp(join(tmpdir(), 'faults-'))
const schedule = scheduleOf(Number(values.events), Number(values.seed))
try {
  const outcome = await runFaults(schedule, folder, (step, text) => {
    process.stderr.write(`step ${step + 1} of ${schedule.steps}: ${text}\n`)
  })
  if (values.into === undefined) process.stdout.write(report(outcome))
  else await writeFile(values.into, between(await readFile(values.into, 'utf8'), report(outcome)))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  if (values.keep) process.stderr.write(`the lake is kept in ${folder}\n`)
  else await rm(folder, { recursive: true, force: true })
}

function between(page: string, text: string): string {
  const [begin, end] = ['<!-- begin of what a run reported -->', '<!-- end of it -->']
  const [before, after] = [page.indexOf(begin), page.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`the page has no "${begin}" before "${end}"`)
  return `${page.slice(0, before + begin.length)}\n\n${text}\n${page.slice(after)}`
}
