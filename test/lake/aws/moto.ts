import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { missingPython, PYTHON } from '../../interop/python.ts'

/** Why tests against moto cannot run here, or null when they can. */
export const missingMoto = missingPython('moto.server')

/** An AWS of its own, in memory: S3, Glue and Firehose over HTTP. */
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
    if (url) return { url, stop: () => stop(server) }
  }
  throw new Error(`moto did not start: ${said.join('\n')}`)
}

async function stop(server: ReturnType<typeof spawn>): Promise<void> {
  const ended = once(server, 'exit')
  server.kill()
  await ended
}
