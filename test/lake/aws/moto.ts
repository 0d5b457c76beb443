import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { clientSettings } from '../../../packages/lake/src/aws/index.ts'
import { missingPython, PYTHON } from '../../interop/python.ts'
import { type FaultProxy, faultProxy } from './fault-proxy.ts'

/** How a client asks a stand-in. */
export const testSettings = {
  ...clientSettings,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
}

/** An AWS of its own, in memory: S3, Glue and Firehose over HTTP. */
export interface Aws {
  readonly url: string
  /** The same, with whatever a test breaks on the way. */
  readonly proxy: FaultProxy
}

/**
 * Tests that need an AWS, of which moto is the one here.
 *
 * @param tests gets it when it is there: once the tests run
 */
export function describeOnMoto(name: string, tests: (aws: () => Aws) => void): void {
  const missing = missingPython('moto.server')
  describe.skipIf(missing !== null)(`${name}${missing ? ` (skipped: ${missing})` : ''}`, () => {
    let moto: Moto
    let proxy: FaultProxy
    beforeAll(async () => {
      moto = await startMoto()
      proxy = await faultProxy(moto.url)
    })
    afterEach(() => proxy.seen.splice(0))
    afterAll(async () => {
      await proxy.stop()
      await moto.stop()
    })
    tests(() => ({ url: moto.url, proxy }))
  })
}

interface Moto {
  readonly url: string
  stop(): Promise<void>
}

/** Starts moto's server on a free port. */
async function startMoto(): Promise<Moto> {
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
