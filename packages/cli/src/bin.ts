/** The door for people: reads the command line, runs the command, and ends with its exit code. */
import { run } from './program.ts'
import { stopSignal } from './stop-signal.ts'

// a reader that goes away (`audit-lake query … | head`) is no failure
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
})

const { stdout, stderr } = process
process.exitCode = await run(process.argv.slice(2), { stdout, stderr, now: Date.now, signal: stopSignal() })
