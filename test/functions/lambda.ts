import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { bundleOf } from './bundle.ts'

/** What came of an invocation. */
export interface Invoked {
  readonly returned?: unknown
  readonly thrown?: string
  /** The lines that the function wrote: its log, and its metrics. */
  // biome-ignore lint/suspicious/noExplicitAny: each line is an object of its own kind
  readonly lines: readonly any[]
}

/** A function as it is deployed: a bundle that is run in a process of its own. */
export interface Lambda {
  /** @param death kills the process when it is aborted */
  invoke(
    event: unknown,
    environment: Readonly<Record<string, string>>,
    remainingMs?: number,
    death?: AbortSignal,
  ): Promise<Invoked>
}

/** Bundles a function, for this worker of vitest. @param name such as `ingest` */
export async function bundled(name: string): Promise<Lambda> {
  const bundle = await bundleOf(name, process.env.VITEST_POOL_ID!)
  return {
    invoke: (event, environment, remainingMs = 60_000, death) => run(bundle, event, environment, remainingMs, death),
  }
}

async function run(
  bundle: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
  remainingMs: number,
  death: AbortSignal | undefined,
): Promise<Invoked> {
  const script = join(import.meta.dirname, 'run-handler.mjs')
  const child = spawn(process.execPath, [script, bundle, String(remainingMs)], {
    env: { PATH: process.env.PATH, TZ: 'UTC', NODE_NO_WARNINGS: '1', ...environment },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  })
  death?.addEventListener('abort', () => child.kill('SIGKILL'))
  child.stdin!.on('error', () => undefined) // it was killed before it read the event
  child.stdin!.end(JSON.stringify(event))
  const exit = once(child, 'exit')
  const [said, warned, answer] = await Promise.all([child.stdout!, child.stderr!, child.stdio[3] as Readable].map(text))
  await exit
  if (answer === '') return { thrown: `the process ended: ${child.signalCode}`, lines: [] }
  const lines = `${said}${warned}`.split('\n').filter(Boolean)
  return { ...(JSON.parse(answer!) as object), lines: lines.map(line => JSON.parse(line)) }
}
