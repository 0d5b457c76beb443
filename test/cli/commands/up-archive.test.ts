import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { afterEach, describe, expect, it } from 'vitest'
import { logRecord, testFolder } from '../lake-folder.ts'
import { freePort, type ProgramProcess, startProgram } from '../program-process.ts'
import { auditLake } from '../terminal.ts'

const started: ProgramProcess[] = []

afterEach(() => {
  for (const { process } of started.splice(0)) process.kill('SIGKILL')
})

async function up(lake: string, port: number, ...more: readonly string[]): Promise<ProgramProcess> {
  const athena = String(await freePort()) // the port beside it may be another test's
  const ports = ['--port', String(port), '--athena-port', athena]
  const program = startProgram('up', '--lake', lake, ...ports, '--batch-window', '1', ...more)
  started.push(program)
  await program.says('stop with Ctrl-C')
  return program
}

/** A record of the current day in each framing. */
function payloads(first: number): Uint8Array[] {
  const record = (i: number) => logRecord(first + i, { emit_time: new Date().toISOString() })
  const cut = record(9)
  return [
    record(0),
    `${record(1)}\n${record(2)}\n`,
    `[${record(3)},${record(4)}]`,
    gzipSync(`${record(5)}${record(6)}`),
    cut.slice(0, cut.length - 20),
    `{"logs":[${record(7)}]}`,
    Buffer.concat([gzipSync(record(8).slice(0, 50)), gzipSync(record(8).slice(50))]),
  ].map(data => (typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data)))
}
const ROWS = 9

async function put(port: number, data: readonly Uint8Array[]): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new KinesisClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials })
  const Records = data.map((Data, i) => ({ Data, PartitionKey: String(i) }))
  await client.send(new PutRecordsCommand({ StreamName: 'temporal-audit-logs', Records }))
  client.destroy()
}

function latin1(data: Uint8Array): string {
  return Buffer.from(data).toString('latin1')
}

/** The objects of the archive, as text. */
function archived(lake: string): string[] {
  const files = readdirSync(lake, { recursive: true, encoding: 'utf8' }).filter(path => path.startsWith('raw/'))
  return files.filter(path => path.endsWith('.gz')).map(path => latin1(gunzipSync(readFileSync(join(lake, path)))))
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 500))
}

async function contents(lake: string): Promise<string> {
  const columns = 'log_id, operation, emit_time, version, details, extra, record_form, is_current'
  const sql = `SELECT ${columns} FROM audit_log_versions ORDER BY log_id, version`
  return (await auditLake('query', '--sql', sql, '--format', 'ndjson', '--lake', lake)).stdout
}

describe('the archive that up keeps', () => {
  it('loses no record to a death, and is enough to make the lake again', async () => {
    const { lake } = testFolder()
    const other = testFolder()
    const port = await freePort()
    const first = await up(lake, port, '--archive-window', '2')
    const [before, after] = [payloads(100), payloads(200)]
    await put(port, before)
    first.process.kill('SIGKILL')
    await first.ended.catch(() => undefined)
    await up(lake, port, '--archive-window', '1')
    await put(port, after)
    const isWhole = () => [...before, ...after].every(data => archived(lake).some(text => text.includes(latin1(data))))
    await until(isWhole)
    await until(async () => (await contents(lake)).split('\n').length > 2 * ROWS)
    expect(readdirSync(join(lake, 'raw', String(new Date().getUTCFullYear())))).toHaveLength(1)

    const ran = await auditLake('rebuild', '--from', join(lake, 'raw'), '--lake', other.lake, '--format', 'json')
    expect(ran.stderr).toContain('2 pieces of it are no records')
    expect(await contents(other.lake)).toBe(await contents(lake))
  })

  it('is not kept when it is switched off; ingest keeps one when it is told', async () => {
    const { lake } = testFolder()
    const port = await freePort()
    const data = payloads(100)
    await up(lake, port, '--no-archive')
    await put(port, data)
    await until(async () => (await contents(lake)).split('\n').length > ROWS)
    expect(readdirSync(lake)).not.toContain('raw')
    expect(readdirSync(lake)).not.toContain('archive-checkpoints')

    const other = testFolder()
    const from = ['--stream', 'temporal-audit-logs', '--endpoint', `http://127.0.0.1:${port}`]
    expect((await auditLake('ingest', ...from, '--archive', '--lake', other.lake)).exitCode).toBe(3)
    for (const payload of data) expect(archived(other.lake).join('')).toContain(latin1(payload))
  })
})
