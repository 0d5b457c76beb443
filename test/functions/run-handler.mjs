// Runs the handler of a bundle once, as Lambda's runtime does: the event comes by standard input, the answer or the
// error goes to file descriptor 3, what the function says goes to standard output.
import { createWriteStream } from 'node:fs'
import { text } from 'node:stream/consumers'

const [bundle, remainingMs] = process.argv.slice(2)
const end = answer => createWriteStream('', { fd: 3 }).end(JSON.stringify(answer))
const context = { functionName: 'test', awsRequestId: 'request', getRemainingTimeInMillis: () => Number(remainingMs) }

try {
  const { handler } = await import(bundle)
  end({ returned: (await handler(JSON.parse(await text(process.stdin)), context)) ?? null })
} catch (error) {
  end({ thrown: `${error.name}: ${error.message}` })
}
