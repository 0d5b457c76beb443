/**
 * Serves a folder until it is killed: `serve.ts <options as JSON>`. Prints the endpoint's URL, or why it cannot.
 */
import { type EndpointOptions, startEndpoint } from '../../../packages/stream/src/index.ts'

try {
  const { url } = await startEndpoint(JSON.parse(process.argv[2]!) as EndpointOptions)
  process.stdout.write(`${url}\n`)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`)
}
