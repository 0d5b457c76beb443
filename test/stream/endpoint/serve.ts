/** Serves a folder until it is killed: `serve.ts <folder> [port] [limits]`. Prints the endpoint's URL, or why it cannot. */
import { startEndpoint } from '../../../packages/stream/src/index.ts'

const [folder, port = '0', limits = 'none'] = process.argv.slice(2)
try {
  const { url } = await startEndpoint({ folder: folder!, port: Number(port), limits: limits as 'real' | 'none' })
  process.stdout.write(`${url}\n`)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`)
}
