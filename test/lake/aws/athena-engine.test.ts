import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AthenaClient, GetQueryExecutionCommand, ListQueryExecutionsCommand } from '@aws-sdk/client-athena'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AthenaEndpoint, startAthenaEndpoint } from '../../../packages/lake/src/athena-endpoint/index.ts'
import { executionParameter } from '../../../packages/lake/src/aws/athena-parameters.ts'
import { type AthenaEngine, athenaEngine } from '../../../packages/lake/src/aws/index.ts'
import { ingest, LakeError, QueryError, rowObjects } from '../../../packages/lake/src/index.ts'
import { openLocalLake, relationNames } from '../../../packages/lake/src/local/index.ts'
import { engineSuite } from '../engine.suite.ts'
import { ATHENA_EXCEPTIONS } from './athena-exceptions.ts'
import { type FaultProxy, faultProxy, type Seen } from './fault-proxy.ts'
import { testSettings } from './moto.ts'

const PLACE = { workGroup: 'primary', database: 'audit_lake' }
let endpoint: AthenaEndpoint
let proxy: FaultProxy
let client: AthenaClient
let engine: AthenaEngine
let close: () => Promise<void>

/** Athena over an empty lake: our own endpoint. */
async function athenaOverLake() {
  const folder = await mkdtemp(join(tmpdir(), 'athena-engine-'))
  const lake = await openLocalLake(folder)
  const duckdb = await lake.engine()
  const athena = await startAthenaEndpoint({ engine: duckdb, tables: relationNames, folder })
  return {
    lake,
    athena,
    async close() {
      await athena.close()
      duckdb.close()
      await rm(folder, { recursive: true })
    },
  }
}

beforeAll(async () => {
  const over = await athenaOverLake()
  ;({ athena: endpoint, close } = over)
  proxy = await faultProxy(endpoint.url)
  client = new AthenaClient({ ...testSettings, endpoint: proxy.url })
  engine = athenaEngine({ client, ...PLACE, pricePerTB: 5 })
})
afterEach(() => proxy.seen.splice(0))
afterAll(async () => {
  client.destroy()
  await proxy.stop()
  await close()
})

const is = (operation: string) => (seen: Seen) => seen.target === `AmazonAthena.${operation}`
const count = (operation: string) => proxy.seen.filter(is(operation)).length
const refused = (type: string, more = {}) =>
  ({ kind: 'answer', status: 400, body: JSON.stringify({ __type: type, ...more }) }) as const
/** The next query ends like this, whatever its SQL says. */
const endNext = (...statuses: readonly object[]) =>
  proxy.break(is('GetQueryExecution'), ...statuses.map(status => changed({ Status: status })))
/** What Athena says of a query, with members that it would have and this endpoint has not. */
const changed = (members: object) =>
  ({
    kind: 'rewrite',
    request: (body: string) => body,
    answer: (body: string) => {
      const { QueryExecution } = JSON.parse(body) as { QueryExecution: object }
      return JSON.stringify({ QueryExecution: { ...QueryExecution, ...members } })
    },
  }) as const
/** The state of the query that was started last. */
async function lastState(): Promise<string> {
  const asking = new AthenaClient({ ...testSettings, endpoint: endpoint.url })
  const { QueryExecutionIds } = await asking.send(new ListQueryExecutionsCommand({}))
  const { QueryExecution } = await asking.send(
    new GetQueryExecutionCommand({ QueryExecutionId: QueryExecutionIds![0] }),
  )
  asking.destroy()
  return QueryExecution!.Status!.State!
}
async function queriesSoFar(): Promise<number> {
  const { QueryExecutionIds } = await client.send(new ListQueryExecutionsCommand({}))
  return QueryExecutionIds!.length
}

async function all<Chunk>(chunks: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const read: Chunk[] = []
  for await (const chunk of chunks) read.push(chunk)
  return read
}

engineSuite(
  'Athena, as this machine has it,',
  async () => {
    const over = await athenaOverLake()
    const asking = new AthenaClient({ ...testSettings, endpoint: over.athena.url })
    return {
      engine: athenaEngine({ client: asking, ...PLACE }),
      async ingest(records) {
        await ingest(records, over.lake, { writtenAt: Date.parse('2026-11-22T10:02:00Z') })
      },
      async close() {
        asking.destroy()
        await over.close()
      },
    }
  },
  ATHENA_EXCEPTIONS,
)

describe('executionParameter', () => {
  it('makes an SQL literal of a value', () => {
    const values = ["it's", '', 12, -5, 0.5, 1e21, -1.5e-7, true, null]
    expect(values.map(executionParameter)).toEqual([
      "'it''s'",
      "''",
      '12',
      '-5',
      '5E-1',
      '1E21',
      '-1.5E-7',
      'true',
      'NULL',
    ])
  })

  it.each([[['a']], [{ a: 1 }], ['x'.repeat(1023)]])('refuses what Athena takes no literal of', value => {
    expect(() => executionParameter(value)).toThrow(QueryError)
  })
})

describe('results', () => {
  it('names columns and types, also when there are no rows', async () => {
    const { columns, chunks } = await engine.query("SELECT 1 AS a, 'x' AS b WHERE false")
    expect(columns).toEqual([
      { name: 'a', type: 'integer' },
      { name: 'b', type: 'varchar' },
    ])
    expect(await all(chunks)).toEqual([])
  })

  it.each([999, 1_000, 2_500])('gives all of %i rows, page by page', async rows => {
    const { chunks } = await engine.query(`SELECT i FROM UNNEST(sequence(1, ${rows})) t(i)`)
    const read = (await all(chunks)).flat(2)
    expect(read).toEqual(Array.from({ length: rows }, (_, i) => i + 1))
    expect(count('GetQueryResults')).toBe(Math.ceil((rows + 1) / 1_000))
  })

  it('takes a first row that looks like the names for a row, but the names for none', async () => {
    const result = await engine.query("SELECT * FROM (VALUES ('a'), ('a'), ('b')) t(a)")
    expect(await rowObjects(result)).toEqual([{ a: 'a' }, { a: 'a' }, { a: 'b' }])
  })

  it('says what it took', async () => {
    const took = (type: string, bytes: number) =>
      changed({
        StatementType: type,
        Status: { State: 'SUCCEEDED' },
        Statistics: { DataScannedInBytes: bytes, TotalExecutionTimeInMillis: 1234 },
      })
    proxy.break(is('GetQueryExecution'), took('DML', 48_213))
    // the endpoint may not be done yet
    proxy.hold(is('GetQueryResults'), () => expect.poll(lastState).toBe('SUCCEEDED'))
    const { run } = await engine.query('SELECT 1')
    expect(run).toMatchObject({ scannedBytes: 48_213, milliseconds: 1234, price: (10 * 5) / 2 ** 20 })
    expect(run.queryExecutionId).toMatch(/^[\w-]{36}$/)
    const unpriced = athenaEngine({ client, ...PLACE })
    expect((await unpriced.query('SELECT 1')).run.price).toBeNull()
    proxy.break(is('GetQueryExecution'), took('DDL', 0))
    expect(await engine.define('CREATE OR REPLACE VIEW v AS SELECT 1 AS a')).toMatchObject({ price: 0 })
  })
})

describe('mistakes', () => {
  it.each([
    ['SELEC 1', /only SELECT.*not SELEC/],
    ['', /not an empty text/],
    ['INSERT INTO t VALUES (1)', /not INSERT/],
    ['/* SELECT */ DROP TABLE t', /not DROP/],
    ['-- SELECT\nDELETE FROM t', /not DELETE/],
    ['EXPLAIN ANALYZE INSERT INTO t SELECT 1', /not EXPLAIN/],
    ["UNLOAD (SELECT 1) TO 's3://a/' WITH (format = 'JSON')", /not UNLOAD/],
  ])('asks nothing of Athena that is no question: %s', async (sql, message) => {
    await expect(engine.query(sql)).rejects.toThrow(message)
    expect(proxy.seen).toEqual([])
  })

  it.each(['(SELECT 1)', 'WITH a AS (SELECT 1) SELECT * FROM a', 'VALUES (1)', '-- why\n/* how */ SELECT 1'])(
    'asks: %s',
    async sql => {
      expect((await engine.query(sql)).columns).toHaveLength(1)
    },
  )

  it('tells what the engine says about SQL that it does not understand', async () => {
    await expect(engine.query('SELECT FROM WHERE')).rejects.toThrow(QueryError)
    const mistake = { AthenaErrorCode: 'MALFORMED_QUERY', Message: "line 1:8: mismatched input 'FROM'" }
    proxy.break(is('StartQueryExecution'), refused('InvalidRequestException', mistake))
    await expect(engine.query('SELECT FROM WHERE')).rejects.toThrow(/^line 1:8: mismatched input/)
  })

  it('tells what the engine says about SQL that fails', async () => {
    await expect(engine.query('SELECT nothing FROM audit_logs')).rejects.toThrow(QueryError)
    await expect(engine.query('SELECT nothing FROM audit_logs')).rejects.toThrow(/"?nothing"?/)
  })

  it('does not blame the author for settings', async () => {
    const lost = athenaEngine({ client, workGroup: 'nobody', database: 'audit_lake' })
    await expect(lost.query('SELECT 1')).rejects.toThrow(LakeError)
    await expect(lost.query('SELECT 1')).rejects.toThrow(/check the workgroup nobody and the database audit_lake/)
  })

  it('says why a query was cancelled by its workgroup', async () => {
    endNext({ State: 'CANCELLED', StateChangeReason: 'Bytes scanned limit was exceeded' })
    await expect(engine.query('SELECT 1')).rejects.toThrow('the query was cancelled: Bytes scanned limit was exceeded')
  })
})

describe('faults', () => {
  const tired = (Retryable: boolean) => ({
    State: 'FAILED' as const,
    AthenaError: { ErrorCategory: 1, ErrorType: 233, Retryable, ErrorMessage: 'Query exhausted resources' },
  })

  it('runs a query again that Athena says may succeed then, a bounded number of times', async () => {
    endNext(tired(true), tired(true))
    expect((await rowObjects(await engine.query('SELECT 1 AS v')))[0]!.v).toBe(1)
    expect(count('StartQueryExecution')).toBe(3)
    endNext(tired(true), tired(true), tired(true))
    await expect(engine.query('SELECT 1')).rejects.toThrow(LakeError)
  })

  it('runs no query again that will fail again', async () => {
    endNext(tired(false))
    await expect(engine.query('SELECT 1')).rejects.toThrow(/Query exhausted resources: run it again later/)
    expect(count('StartQueryExecution')).toBe(1)
  })

  it('waits when it was too fast', async () => {
    proxy.break(is('StartQueryExecution'), refused('TooManyRequestsException'))
    proxy.break(is('GetQueryExecution'), refused('ThrottlingException'))
    proxy.break(is('GetQueryResults'), refused('ThrottlingException'))
    expect((await rowObjects(await engine.query('SELECT 1 AS v')))[0]!.v).toBe(1)
  })

  it('starts one query when the answer to its start is lost', async () => {
    const before = await queriesSoFar()
    proxy.break(is('StartQueryExecution'), { kind: 'reset', done: true })
    expect((await rowObjects(await engine.query('SELECT 1 AS v')))[0]!.v).toBe(1)
    expect(count('StartQueryExecution')).toBe(2)
    expect(await queriesSoFar()).toBe(before + 1)
  })

  it('gets through 503 and broken connections at every step', async () => {
    for (const operation of ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults']) {
      proxy.break(is(operation), { kind: 'answer', status: 503 }, { kind: 'reset', done: false })
    }
    expect((await rowObjects(await engine.query('SELECT 1 AS v')))[0]!.v).toBe(1)
  })
})

describe('ending', () => {
  const ENDLESS =
    'SELECT count(*) FROM UNNEST(sequence(1, 100000)) a(i) CROSS JOIN UNNEST(sequence(1, 1000000)) b(j) WHERE i * j % 7 = 3'

  it('stops the query in Athena when it is told to', async () => {
    const abort = new AbortController()
    const query = engine.query(ENDLESS, [], { signal: abort.signal })
    setTimeout(() => abort.abort(new Error('enough')), 500)
    await expect(query).rejects.toThrow('enough')
    expect(count('StopQueryExecution')).toBe(1)
    await expect.poll(lastState, { timeout: 20_000 }).toBe('CANCELLED')
  })

  it('starts nothing when it was told before', async () => {
    await expect(engine.query('SELECT 1', [], { signal: AbortSignal.abort() })).rejects.toThrow()
    expect(proxy.seen).toEqual([])
  })

  it('stops reading pages when it is told to', async () => {
    const abort = new AbortController()
    const { chunks } = await engine.query('SELECT i FROM UNNEST(sequence(1, 5000)) t(i)', [], { signal: abort.signal })
    const read = async () => {
      for await (const _ of chunks) abort.abort(new Error('enough'))
    }
    await expect(read()).rejects.toThrow('enough')
    expect(count('GetQueryResults')).toBe(1)
  })
})
