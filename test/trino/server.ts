import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FaultProxy, faultProxy } from '../lake/aws/fault-proxy.ts'
import { startMoto } from '../lake/aws/moto-server.ts'
import { installedTrino } from './install.ts'
import { javaEnvironment, javaHome } from './java.ts'
import { writeSettings } from './settings.ts'

/** How long a Trino may take to start: it is 20 s on two quiet cores. */
const PATIENCE_MS = 300_000

/** A Trino, and the AWS that its tables are in. */
export interface TrinoServer {
  readonly url: string
  readonly aws: string
  stop(): Promise<void>
}

/** Starts a Trino and an empty AWS for it, on free ports of this machine. */
export async function startTrino(): Promise<TrinoServer> {
  const home = javaHome()
  const trino = await installedTrino(home)
  const moto = await startMoto()
  const folder = await mkdtemp(join(tmpdir(), 'trino-'))
  const port = await freePort()
  const glue = await glueOf(moto.url)
  await writeSettings(folder, port, moto.url, glue.url)
  const log = join(folder, 'log')
  const directories = ['--etc-dir', join(folder, 'etc'), '--data-dir', folder]
  const output = openSync(log, 'w')
  const server = spawn(join(trino, 'bin/launcher'), ['run', ...directories], {
    env: javaEnvironment(home),
    stdio: ['ignore', output, output],
  })
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    await ended(server)
    await glue.stop()
    await moto.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await isReady(url, server)
  } catch (error) {
    const said = readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')
    await stop()
    throw new Error(`Trino did not start: ${(error as Error).message}\n${said}`)
  }
  return { url, aws: moto.url, stop }
}

/** moto's Glue, with what moto has not: who writes a table deletes the statistics of its columns, of which there are none. */
async function glueOf(aws: string): Promise<FaultProxy> {
  const proxy = await faultProxy(aws)
  proxy.judge(async ({ target }) =>
    /^AWSGlue\.DeleteColumnStatisticsFor(Table|Partition)$/.test(target)
      ? { kind: 'answer', status: 200, body: '{}', headers: { 'content-type': 'application/x-amz-json-1.1' } }
      : undefined,
  )
  return proxy
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function isReady(url: string, server: ChildProcess): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error('its process ended')
    const info = await fetch(`${url}/v1/info`).catch(() => undefined)
    if (info?.ok && !((await info.json()) as { starting: boolean }).starting) return
    await sleep(500)
  }
  throw new Error(`it is not ready after ${PATIENCE_MS / 1000} s`)
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, 'exit')
  server.kill()
  await Promise.race([exit, sleep(20_000)])
  if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL')
  await exit
}
