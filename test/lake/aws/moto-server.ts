import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { clientSettings } from '../../../packages/lake/src/aws/index.ts'
import { PYTHON } from '../../interop/python.ts'

/** How a client asks a stand-in. */
export const testSettings = {
  ...clientSettings,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
}

/** An AWS in memory, over HTTP. */
export interface Moto {
  readonly url: string
  stop(): Promise<void>
}

/** Starts moto's server on a free port. */
export async function startMoto(): Promise<Moto> {
  const server = spawn(PYTHON, [join(PYTHON, '../moto_server'), '-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  for await (const line of createInterface(server.stderr)) {
    said.push(line)
    const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1]
    if (url) {
      server.stderr.resume() // or it fills up, and moto stands still
      return { url, stop: () => stop(server) }
    }
  }
  throw new Error(`moto did not start: ${said.join('\n')}`)
}

async function stop(server: ReturnType<typeof spawn>): Promise<void> {
  const ended = once(server, 'exit')
  server.kill()
  await ended
}
