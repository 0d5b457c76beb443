// Runs the handler of a bundle as Lambda's runtime does, once for each event that comes by standard input, and measures it
// in this process: `measure-function.mjs <bundle>`. What it measured goes to file descriptor 3.
import { createWriteStream, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

const events = JSON.parse(await text(process.stdin))
const context = { functionName: 'bench', awsRequestId: 'request', getRemainingTimeInMillis: () => 900_000 }

async function measured(run) {
  const before = process.cpuUsage()
  const startedAt = performance.now()
  const result = await run()
  const milliseconds = performance.now() - startedAt
  const { user, system } = process.cpuUsage(before)
  return { result, sample: { milliseconds, cpuMilliseconds: (user + system) / 1000 } }
}

const { result: bundle, sample: init } = await measured(() => import(process.argv[2]))
const runs = []
for (const event of events) runs.push((await measured(() => bundle.handler(event, context))).sample)
const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
const peakBytes = kibibytes ? Number(kibibytes) * 1024 : process.resourceUsage().maxRSS * 1024
createWriteStream('', { fd: 3 }).end(JSON.stringify({ init, runs, peakBytes }))
