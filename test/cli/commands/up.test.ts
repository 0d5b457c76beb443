import { AthenaClient } from '@aws-sdk/client-athena'
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { afterEach, describe, expect, it } from 'vitest'
import { athenaEngine } from '../../../packages/lake/src/aws/index.ts'
import { rowObjects } from '../../../packages/lake/src/index.ts'
import { logRecord, testFolder } from '../lake-folder.ts'
import { freePort, type ProgramProcess, startProgram } from '../program-process.ts'
import { auditLake } from '../terminal.ts'

const STREAM = 'temporal-audit-logs'
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' }
const started: ProgramProcess[] = []

afterEach(() => {
  for (const { process } of started.splice(0)) process.kill('SIGKILL')
})

async function up(lake: string, port: number, athenaPort?: number): Promise<ProgramProcess> {
  const athena = String(athenaPort ?? (await freePort()))
  const ports = ['--port', String(port), '--athena-port', athena]
  const program = startProgram('up', '--lake', lake, ...ports, '--batch-window', '1')
  started.push(program)
  await program.says('stop with Ctrl-C')
  return program
}

function clientAt(port: number): KinesisClient {
  return new KinesisClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials: CREDENTIALS })
}

async function put(port: number, number: number): Promise<void> {
  const client = clientAt(port)
  const Data = new TextEncoder().encode(logRecord(number, { emit_time: new Date().toISOString() }))
  await client.send(new PutRecordCommand({ StreamName: STREAM, PartitionKey: String(number), Data }))
  client.destroy()
}

/** Waits until the lake shows as many events. */
async function shows(lake: string, events: number): Promise<void> {
  for (;;) {
    const sql = 'SELECT count(*) AS events FROM audit_logs'
    const { stdout } = await auditLake('query', '--sql', sql, '--format', 'csv', '--lake', lake)
    if (stdout === `events\n${events}\n`) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

describe('up', () => {
  it('takes what is put into its stream into the lake, ends at Ctrl-C, and goes on where it was', async () => {
    const { lake } = testFolder()
    const port = await freePort()
    const first = await up(lake, port)
    await put(port, 1)
    await shows(lake, 1)
    first.process.kill('SIGINT')
    expect(await first.ended).toBe(0)
    expect(first.stderr()).toContain('goes on from here')

    const second = await up(lake, port)
    await put(port, 2)
    await shows(lake, 2)
    second.process.kill('SIGKILL')
    await second.ended.catch(() => undefined)

    await up(lake, port)
    await put(port, 3)
    await shows(lake, 3)
  })

  it('answers tools that know Athena, over what has come by then', async () => {
    const { lake } = testFolder()
    const [port, athenaPort] = [await freePort(), await freePort()]
    const program = await up(lake, port, athenaPort)
    const url = `http://127.0.0.1:${athenaPort}`
    expect(program.stderr()).toContain(`audit-lake connect --athena ${url}`)
    await put(port, 1)
    await shows(lake, 1)
    const client = new AthenaClient({ endpoint: url, region: 'us-east-1', credentials: CREDENTIALS })
    const engine = athenaEngine({ client, workGroup: 'primary', database: 'audit_lake' })
    const asked = engine.query('SELECT actor, sentence FROM audit_lake.events_flat WHERE status = ?', ['OK'])
    expect(await rowObjects(await asked)).toMatchObject([{ actor: 'user1@example.com' }])
    client.destroy()
    program.process.kill('SIGTERM')
    expect(await program.ended).toBe(0)
  })

  it('says that the port, or the stream, is in use', async () => {
    const [one, other] = [testFolder(), testFolder()]
    const port = await freePort()
    await up(one.lake, port)
    const samePort = startProgram('up', '--lake', other.lake, '--port', String(port))
    expect(await samePort.ended).toBe(1)
    expect(samePort.stderr()).toContain(`port ${port} is taken`)
    const sameStream = startProgram('up', '--lake', one.lake, '--port', String(await freePort()))
    expect(await sameStream.ended).toBe(1)
    expect(sameStream.stderr()).toContain('in use by process')
    const free = String(await freePort())
    const sameAthena = startProgram('up', '--lake', other.lake, '--port', free, '--athena-port', String(port))
    expect(await sameAthena.ended).toBe(1)
    expect(sameAthena.stderr()).toContain(
      `port ${port} is taken: stop what uses it, or choose another with --athena-port`,
    )
  })

  it('is a stream that ingest --stream reads into another lake', async () => {
    const [one, other] = [testFolder(), testFolder()]
    const port = await freePort()
    await up(one.lake, port)
    for (const number of [1, 2, 3]) await put(port, number)
    const argv = ['ingest', '--stream', STREAM, '--endpoint', `http://127.0.0.1:${port}`, '--lake', other.lake]
    const ran = await auditLake(...argv, '--format', 'json')
    expect(ran.exitCode).toBe(0)
    expect(JSON.parse(ran.stdout)).toMatchObject([{ received: 3, stored: 3 }])
    expect(JSON.parse((await auditLake(...argv, '--format', 'json')).stdout)).toMatchObject([{ received: 0 }])
    await shows(other.lake, 3)
    const none = await auditLake(
      'ingest',
      '--stream',
      'none',
      '--endpoint',
      `http://127.0.0.1:${port}`,
      '--lake',
      other.lake,
    )
    expect(none.stderr).toContain('cannot read the stream none')
    expect(none.exitCode).toBe(1)
  })
})
