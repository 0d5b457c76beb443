import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { describeLong } from '../../long.ts'
import { logRecord, testFolder } from '../lake-folder.ts'
import { counts, unfinished } from './file-lake.ts'

const PROGRAM = join(import.meta.dirname, '../../../packages/cli/bin/audit-lake.js')

function lines(from: number, to: number, more: Readonly<Record<string, unknown>> = {}): string {
  let text = ''
  for (let number = from; number < to; number++) text += `${logRecord(number, more)}\n`
  return text
}

/** Starts `audit-lake ingest` as a user does. */
function startIngest(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [PROGRAM, 'ingest', ...argv], { env: { ...process.env, ...env } })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.on('error', () => undefined) // it may end before it has read all
  const ended = once(child, 'close').then(([code]) => ({ exitCode: code as number | null, stderr }))
  return { child, ended }
}

async function receiptsIn(lake: string): Promise<void> {
  while (!existsSync(join(lake, 'receipts'))) await sleep(20)
}

/** More than a block has, so that there is one to take in before the input ends. */
const SOME = 12_000
const MORE = 40_000

describe('audit-lake ingest -', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['gzipped', (text: string) => gzipSync(text)],
  ])('takes standard input %s', async (_, encode) => {
    const { lake } = testFolder()
    const { child, ended } = startIngest(['-', '--lake', lake])
    child.stdin.end(encode(lines(0, SOME)))
    expect((await ended).exitCode).toBe(0)
    expect(await counts(lake)).toEqual({ events: SOME, stored: SOME })
  })
})

describeLong('audit-lake ingest -, when it ends before its input', () => {
  it('stops at Ctrl-C while it waits for input, and goes on where it is told to again', async () => {
    const { lake } = testFolder()
    const { child, ended } = startIngest(['-', '--lake', lake])
    child.stdin.write(lines(0, SOME)) // and does not end
    await receiptsIn(lake)
    child.kill('SIGINT')
    const { exitCode, stderr } = await ended
    expect(exitCode).toBe(130)
    expect(stderr).toContain('run the same command again to go on')
    const { events, stored } = await counts(lake)
    expect(events).toBe(stored)
    expect(events).toBeGreaterThan(0)
    expect(unfinished(lake)).toEqual([])

    const again = startIngest(['-', '--lake', lake])
    again.child.stdin.end(lines(0, SOME))
    expect((await again.ended).exitCode).toBe(0)
    expect((await counts(lake)).events).toBe(SOME)
  })

  it('fails when its workers end by themselves, even while it waits for input', async () => {
    const { lake } = testFolder()
    const { child, ended } = startIngest(['-', '--lake', lake], {
      NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'exit-in-worker.mjs'))}`,
    })
    child.stdin.write(lines(0, SOME)) // and does not end
    const { exitCode, stderr } = await ended
    expect(stderr).toContain('a worker thread ended by itself, with exit code 7')
    expect(exitCode).toBe(1)
  })
})

describeLong('audit-lake ingest of a file', () => {
  it('shows whole blocks when it is killed, and every event once when it is started again', async () => {
    const { lake, file } = testFolder()
    const path = file('a.ndjson', lines(0, MORE))
    const { child, ended } = startIngest([path, '--lake', lake])
    await receiptsIn(lake)
    child.kill('SIGKILL')
    expect((await ended).exitCode).toBeNull()
    const { events, stored } = await counts(lake)
    expect(events).toBeGreaterThanOrEqual(stored) // a receipt is written last
    expect(events).toBeLessThan(MORE)

    expect((await startIngest([path, '--lake', lake]).ended).exitCode).toBe(0)
    expect(await counts(lake)).toEqual({ events: MORE, stored: MORE })
  })

  it('needs no more memory for a file twenty times as large', async () => {
    const { lake, file } = testFolder()
    const text = lines(0, 3000, { note: 'x'.repeat(10_000) })
    const small = await peakOf(file('small.ndjson', text), lake)
    const large = file('large.ndjson', '')
    for (let i = 0; i < 20; i++) appendFileSync(large, text)
    expect((await peakOf(large, lake)) - small).toBeLessThan((text.length * 19) / 2)
  })
})

/** The most memory that ingesting a file takes, in bytes; Linux tells it. */
async function peakOf(path: string, lake: string): Promise<number> {
  const { child, ended } = startIngest([path, '--lake', lake])
  let peak = 0
  const timer = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : ''
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024)
  }, 20)
  expect((await ended).exitCode).toBe(0)
  clearInterval(timer)
  return peak
}
