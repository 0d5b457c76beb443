import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { QueryError, rowObjects, type Value } from '../../../packages/lake/src/engine.ts'
import { ingest } from '../../../packages/lake/src/ingest.ts'
import { type LocalLake, openLocalLake } from '../../../packages/lake/src/local/index.ts'

let around: string

beforeEach(async () => {
  around = await mkdtemp(join(tmpdir(), 'duckdb-files-'))
})

afterEach(async () => {
  await rm(around, { recursive: true })
})

/** A row, a dead letter and a receipt. */
async function fill(lake: LocalLake): Promise<void> {
  const text = '{"log_id":"1","operation":"DeleteUser","emit_time":"2026-11-22T10:00:00.123Z"} no-record'
  const record = {
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: '1',
    arrivalTime: Date.parse('2026-11-22T10:01:00Z'),
    data: new TextEncoder().encode(text),
  }
  await ingest([record], lake, { writtenAt: Date.parse('2026-11-22T10:02:00Z') })
}

async function ask(lake: LocalLake, sql: string): Promise<Record<string, Value>[]> {
  const engine = await lake.engine()
  try {
    return await rowObjects(await engine.query(sql))
  } finally {
    engine.close()
  }
}

/** Puts a Parquet file that plain SQL makes among the arrivals. */
async function arrive(lake: LocalLake, select: string): Promise<void> {
  const folder = join(lake.folder, 'arrivals/arrival_hour=2026-11-22-11')
  await mkdir(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${select}) TO '${join(folder, 'other.parquet')}' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
}

const COUNTS = `SELECT (SELECT count(*) FROM audit_logs) AS events, (SELECT count(*) FROM receipts) AS receipts,
  (SELECT count(*) FROM dead_letters) AS letters`

describe('DuckDB over the files of a lake', () => {
  it('reads a folder of any name, and none that only resembles it', async () => {
    const names = ['with space', "it's", 'a"b', '[a]', 'a*b', 'a?b', 'axb', '{a,b}', 'é😀', '50%20#', '-', 'a\\b']
    for (const name of names) await fill(await openLocalLake(join(around, name)))
    for (const name of names) {
      const lake = await openLocalLake(join(around, name))
      expect(await ask(lake, COUNTS), name).toEqual([{ events: 1, receipts: 1, letters: 1 }])
    }
  })

  it('reads files of any age as one table: columns of later ones are NULL in earlier ones, unknown ones are left out', async () => {
    const lake = await openLocalLake(around)
    await fill(lake)
    await arrive(
      lake,
      `SELECT '2' AS log_id, 'CreateUser' AS operation, TIMESTAMPTZ '2026-11-22 11:00:00Z' AS emit_time,
        '2026-11-22' AS event_date, 0 AS version, 'kinesis:audit' AS source, 42 AS never_heard_of, ['x'] AS details_roles`,
    )
    const sql = 'SELECT log_id, emit_time, actor, arrival_hour, details_roles FROM arrivals ORDER BY log_id'
    expect(await ask(lake, sql)).toEqual([
      {
        log_id: '1',
        emit_time: '2026-11-22T10:00:00.123Z',
        actor: null,
        arrival_hour: '2026-11-22-10',
        details_roles: null,
      },
      {
        log_id: '2',
        emit_time: '2026-11-22T11:00:00.000Z',
        actor: null,
        arrival_hour: '2026-11-22-11',
        details_roles: ['x'],
      },
    ])
    expect(await ask(lake, 'SELECT count(*) AS n FROM audit_logs')).toEqual([{ n: 2 }])
  })

  it('names a file that is broken', async () => {
    const lake = await openLocalLake(around)
    await fill(lake)
    await writeFile(join(lake.folder, 'arrivals/arrival_hour=2026-11-22-10/broken.parquet'), 'PAR1 no more')
    const query = ask(lake, 'SELECT count(log_id) AS n FROM audit_logs')
    await expect(query).rejects.toThrow(QueryError)
    await expect(query).rejects.toThrow('broken.parquet')
  })

  it('takes an empty file for a ledger without lines', async () => {
    const lake = await openLocalLake(around)
    await fill(lake)
    await lake.receipts.put([])
    await lake.deadLetters.put([])
    expect(await ask(lake, COUNTS)).toEqual([{ events: 1, receipts: 1, letters: 1 }])
  })

  it('shows no file in the making', async () => {
    const lake = await openLocalLake(around)
    await fill(lake)
    await writeFile(join(lake.folder, '.tmp', 'half.parquet'), 'half')
    expect(await ask(lake, COUNTS)).toEqual([{ events: 1, receipts: 1, letters: 1 }])
  })
})

describe('an engine on DuckDB', () => {
  it('lets several be open over one folder, and closes each for itself', async () => {
    const lake = await openLocalLake(around)
    await fill(lake)
    const engines = await Promise.all(Array.from({ length: 3 }, () => lake.engine()))
    const answers = await Promise.all(engines.map(engine => engine.query(COUNTS).then(rowObjects)))
    expect(answers.flat()).toEqual(Array.from({ length: 3 }, () => ({ events: 1, receipts: 1, letters: 1 })))
    engines[0]!.close()
    expect(await rowObjects(await engines[1]!.query('SELECT count(*) AS n FROM audit_logs'))).toEqual([{ n: 1 }])
    for (const engine of engines) engine.close()
  })

  it('is closed while a query runs: the query ends with an error', async () => {
    const engine = await (await openLocalLake(around)).engine()
    const work = `SELECT max(date_format(date_add('second', x * y, TIMESTAMP '2026-11-22 00:00:00'), '%H:%i')) AS t
      FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)`
    const query = engine.query(work).then(rowObjects)
    setTimeout(() => engine.close(), 200)
    await expect(query).rejects.toThrow()
  })

  it('is closed with a result that nobody read', async () => {
    const engine = await (await openLocalLake(around)).engine()
    await engine.query('SELECT x FROM UNNEST(sequence(1, 100000)) AS t(x)')
    engine.close()
    await expect(engine.query('SELECT 1 AS x')).rejects.toThrow()
  })

  it('explains a mistyped name by the one that is meant', async () => {
    const lake = await openLocalLake(around)
    await expect(ask(lake, 'SELECT * FROM audit_log')).rejects.toThrow('audit_logs')
    await expect(ask(lake, 'SELECT statuss FROM audit_logs')).rejects.toThrow('status')
  })
})
