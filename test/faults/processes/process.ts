import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command, ProcessOptions, Report } from '../harness/lines.ts'

/** What this process was started with. */
export const options = JSON.parse(process.argv[2]!) as ProcessOptions

/** Says something. It is said when this returns: a process that is killed then was still heard. */
export function report(line: Report): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
  for (let at = 0; at < bytes.length; ) at += writeSync(3, bytes, at)
}

/** Hears what it is told. Who has nobody to tell it anything ends. */
export function onCommand(handle: (command: Command) => void): void {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', line => handle(JSON.parse(line) as Command))
  lines.on('close', () => process.exit())
}

// a write beyond the limit of a file's size fails then, half done, as on a full disk, instead of ending the process
process.on('SIGXFSZ', () => undefined)

/** Says what went wrong in one line. */
export function trouble(error: unknown): void {
  report({ say: 'trouble', message: error instanceof Error ? error.message : String(error) })
}
