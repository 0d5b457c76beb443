import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { QueryError, rowObjects } from '../../../packages/lake/src/engine.ts'
import { ingest } from '../../../packages/lake/src/ingest.ts'
import { type DuckDBEngine, type LocalLake, openLocalLake } from '../../../packages/lake/src/local/index.ts'

/** Stands in every file that nobody may read. */
const SECRET = 'xyzzy-not-for-your-eyes'
const RECORD = '{"log_id":"1","operation":"DeleteUser","emit_time":"2026-11-22T10:00:00Z"} no-record'

let around: string
let lake: LocalLake
let engine: DuckDBEngine
let server: Server
let requests: string[]

beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'sandbox-'))
  lake = await openLocalLake(join(around, 'lake'))
  await ingest(
    [
      {
        source: 'kinesis:audit',
        shardId: 'shardId-000000000000',
        sequenceNumber: '1',
        arrivalTime: Date.parse('2026-11-22T10:01:00Z'),
        data: new TextEncoder().encode(RECORD),
      },
    ],
    lake,
    { writtenAt: Date.parse('2026-11-22T10:02:00Z') },
  )
  await mkdir(join(lake.folder, 'checkpoints'))
  await writeFile(join(lake.folder, 'checkpoints', 'private.json'), JSON.stringify({ secret: SECRET }))
  await writeFile(join(around, 'outside.csv'), `secret\n${SECRET}\n`)
  await symlink(join(around, 'outside.csv'), join(around, 'link.csv'))
  requests = []
  server = createServer((request, response) => {
    requests.push(request.url!)
    response.end(`secret\n${SECRET}\n`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  engine = await lake.engine()
})

afterAll(async () => {
  engine.close()
  server.close()
  await rm(around, { recursive: true })
})

/** `LAKE`, `AROUND` and `WEB` stand for what is known only when the test runs. */
function withPlaces(sql: string): string {
  return sql
    .replaceAll('LAKE', lake.folder)
    .replaceAll('AROUND', around)
    .replaceAll('WEB', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

/** Reading what is none of a query's business. */
const READING: readonly string[] = [
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM '/etc/passwd'",
  'SELECT * FROM "/etc/passwd"',
  "SELECT * FROM 'AROUND/outside.csv'",
  "SELECT * FROM 'AROUND/link.csv'",
  "SELECT * FROM read_csv('AROUND/outside.csv')",
  'SELECT * FROM "read_csv"(\'AROUND/outside.csv\')',
  "SELECT * FROM system.main.read_csv('AROUND/outside.csv')",
  "SELECT * FROM 'LAKE/../outside.csv'",
  "SELECT * FROM 'LAKE/arrivals/../../outside.csv'",
  "SELECT * FROM 'LAKE/arrivals/../checkpoints/private.json'",
  "SELECT * FROM 'LAKE/checkpoints/private.json'",
  "SELECT * FROM 'LAKE/*/private.json'",
  "SELECT * FROM 'LAKE/arrivals/../*/private.json'",
  "SELECT * FROM read_json('LAKE/checkpoints/private.json')",
  "SELECT * FROM read_text('LAKE/checkpoints/private.json')",
  "SELECT * FROM read_blob('/proc/self/environ')",
  "SELECT * FROM read_ndjson_objects('/proc/self/cmdline')",
  "SELECT * FROM glob('/etc/*')",
  "SELECT * FROM glob('LAKE/**')",
  "SELECT * FROM sniff_csv('AROUND/outside.csv')",
  "SELECT * FROM parquet_schema('LAKE/arrivals/x.parquet')",
  "SELECT * FROM 'WEB/outside.csv'",
  "SELECT * FROM read_csv('WEB/outside.csv')",
  "SELECT * FROM 's3://bucket/key.parquet'",
  'SELECT * FROM duckdb_settings()',
  'SELECT * FROM duckdb_secrets()',
  'SELECT * FROM duckdb_logs()',
  'SELECT * FROM duckdb_memory()',
  "SELECT * FROM which_secret('s3://bucket/key', 's3')",
  "SELECT getenv('PATH')",
  "SELECT (SELECT max(content) FROM read_text('AROUND/outside.csv'))",
  "SELECT 1 WHERE EXISTS (SELECT 1 FROM read_text('AROUND/outside.csv'))",
  "WITH x AS (SELECT * FROM read_text('AROUND/outside.csv')) SELECT * FROM x",
  "SELECT * FROM audit_logs, LATERAL (SELECT * FROM read_text('AROUND/outside.csv'))",
  "SELECT * FROM audit_logs UNION ALL BY NAME SELECT * FROM read_text('AROUND/outside.csv')",
  "SELECT * FROM (DESCRIBE SELECT * FROM 'AROUND/outside.csv')",
  "SUMMARIZE 'AROUND/outside.csv'",
  "DESCRIBE SELECT * FROM read_csv('AROUND/outside.csv')",
  "EXPLAIN ANALYZE SELECT * FROM read_text('AROUND/outside.csv')",
  "SELECT * FROM query('SELECT * FROM ''AROUND/outside.csv''')",
  "SELECT * FROM query_table('AROUND/outside.csv')",
  "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM ''AROUND/outside.csv'''))",
  "SELECT * FROM sqlite_scan('AROUND/outside.csv', 't')",
  "SELECT * FROM read_duckdb('AROUND/outside.csv', table_name = 't')",
]

/** Writing, setting, loading: whatever is no question. */
const DOING: readonly string[] = [
  "COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "COPY audit_logs FROM 'AROUND/outside.csv'",
  "EXPLAIN COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "EXPLAIN ANALYZE COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "explain\tanalyze\ncopy (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "/* a */ EXPLAIN ANALYZE COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "/* /* */ SELECT 1 -- */ EXPLAIN ANALYZE COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "EXPLAIN ANALYZE EXPLAIN ANALYZE COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "EXPLAIN (FORMAT json) COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  'EXPLAIN ANALYZE CREATE TABLE planted AS SELECT 1',
  'EXPLAIN ANALYZE CREATE MACRO planted() AS 1',
  "SELECT 1; COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "SELECT 1;;COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv';",
  "SELECT 'a'; --' \nCOPY (SELECT 1) TO 'LAKE/arrivals/planted.csv'",
  "SELECT $$'$$; COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv' --'",
  "SELECT E'\\''; COPY (SELECT 1) TO 'LAKE/arrivals/planted.csv' --'",
  "EXPORT DATABASE 'LAKE/arrivals/planted'",
  "IMPORT DATABASE 'LAKE/arrivals'",
  "ATTACH 'LAKE/arrivals/planted.db'",
  'DETACH memory',
  'USE temp',
  'CREATE TABLE planted (a integer)',
  'CREATE TEMP TABLE planted (a integer)',
  'CREATE OR REPLACE TEMP VIEW audit_logs AS SELECT 1',
  'CREATE OR REPLACE MACRO day_of_week(x) AS 1',
  "CREATE SECRET planted (TYPE s3, KEY_ID 'a', SECRET 'b')",
  'DROP VIEW audit_logs',
  'DROP MACRO day_of_week',
  'ALTER VIEW audit_logs RENAME TO planted',
  "COMMENT ON VIEW audit_logs IS 'planted'",
  'INSERT INTO audit_logs SELECT 1',
  'UPDATE audit_logs SET log_id = 1',
  'DELETE FROM audit_logs',
  'TRUNCATE audit_logs',
  'MERGE INTO audit_logs USING audit_logs AS o ON true WHEN MATCHED THEN DELETE',
  'WITH x AS (DELETE FROM audit_logs RETURNING *) SELECT * FROM x',
  "SET memory_limit = '100TB'",
  "SET SESSION allowed_directories = ['/']",
  'SET enable_external_access = true',
  'RESET lock_configuration',
  "PRAGMA memory_limit = '100TB'",
  'PRAGMA database_list',
  'PRAGMA enable_profiling',
  'INSTALL httpfs',
  'LOAD httpfs',
  "LOAD 'AROUND/outside.csv'",
  'FORCE INSTALL httpfs',
  'UPDATE EXTENSIONS',
  'CALL pragma_version()',
  'CALL enable_logging()',
  "SELECT * FROM enable_logging(storage = 'file', storage_config = {'path': 'LAKE/arrivals/planted'})",
  "SELECT * FROM enable_profiling(format = 'json', save_location = 'LAKE/arrivals/planted.json')",
  'SELECT * FROM force_checkpoint()',
  'SELECT * FROM checkpoint()',
  'CHECKPOINT',
  'VACUUM',
  'BEGIN',
  'COMMIT',
  'PREPARE planted AS SELECT 1',
  'EXECUTE planted',
  'DEALLOCATE planted',
  'PIVOT audit_logs ON operation USING count(*)',
]

/** Everything in the lake's folder; DuckDB's folder for what it spills comes and goes. */
function filesOfLake(): string[] {
  return readdirSync(lake.folder, { recursive: true, encoding: 'utf8' }).sort()
}

describe('DuckDB in its sandbox', () => {
  it.each(READING)('does not read: %s', async sql => {
    await expect(engine.query(withPlaces(sql)).then(rowObjects), sql).rejects.toThrow(QueryError)
    expect(requests).toEqual([])
  })

  it.each(DOING)('does not do: %s', async sql => {
    const before = filesOfLake()
    await expect(engine.query(withPlaces(sql)).then(rowObjects), sql).rejects.toThrow(QueryError)
    expect(filesOfLake()).toEqual(before)
  })

  it('says nothing of what it may not read', async () => {
    for (const sql of [...READING, ...DOING]) {
      const message = await engine.query(withPlaces(sql)).then(rowObjects, (error: Error) => error.message)
      expect(message, sql).not.toContain(SECRET)
    }
  })

  it('is as it was after all that', async () => {
    for (const sql of [...READING, ...DOING]) await engine.query(withPlaces(sql)).then(rowObjects, () => [])
    const tables = await rowObjects(await engine.query('SELECT table_name FROM information_schema.tables'))
    expect(tables.map(({ table_name }) => table_name).sort()).toEqual([
      ...['access_changes', 'api_key_events', 'arrivals', 'audit_log_versions', 'audit_logs', 'dead_letters'],
      ...['event_targets', 'events_flat', 'known_names', 'receipts', 'sealed'],
    ])
    const sql = `SELECT (SELECT count(*) FROM audit_logs) AS events, (SELECT count(*) FROM dead_letters) AS letters,
      day_of_week(DATE '2026-11-22') AS sunday, current_setting('lock_configuration') AS locked`
    expect(await rowObjects(await engine.query(sql))).toEqual([{ events: 1, letters: 1, sunday: 7, locked: true }])
    expect(existsSync(join(around, 'planted'))).toBe(false)
  })

  it.each([
    'SELECT 1 AS x;',
    ' -- first\n/* second */ (SELECT 1 AS x)',
    'WITH a AS (SELECT 1 AS x) SELECT * FROM a',
    'WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a WHERE x < 3) SELECT * FROM a',
    'VALUES (1)',
    'TABLE audit_logs',
    'DESCRIBE audit_logs',
    'SHOW TABLES',
    'EXPLAIN SELECT * FROM audit_logs',
    'explain analyze SELECT * FROM audit_logs',
    "SELECT 'COPY x TO y; DROP TABLE z' AS x",
    'SELECT x FROM UNNEST(sequence(1, 3)) AS t(x)',
  ])('answers: %s', async sql => {
    expect(await rowObjects(await engine.query(sql))).not.toEqual([])
  })
})

/** A number of groups that needs more than 200 MB. */
const GROUPS = `SELECT count(*) AS n FROM (
  SELECT CAST(1000 * a + b AS varchar) || 'a text that is long enough not to be kept in a few bytes' AS x
  FROM UNNEST(sequence(1, 2000)) AS s(a) CROSS JOIN UNNEST(sequence(1, 1000)) AS t(b) GROUP BY 1)`

describe('the memory of DuckDB', () => {
  it('is bounded: what needs more is spilled, and nothing stays behind', async () => {
    const bounded = await lake.engine({ memoryLimit: '120MB' })
    const spilled = new Set<string>()
    const watch = setInterval(() => {
      for (const file of filesOfLake()) if (file.includes('duckdb_temp')) spilled.add(file)
    }, 5)
    expect(await rowObjects(await bounded.query(GROUPS))).toEqual([{ n: 2_000_000 }])
    clearInterval(watch)
    expect(spilled.size).toBeGreaterThan(0)
    bounded.close()
    expect(filesOfLake().filter(file => file.includes('duckdb'))).toEqual([])
  })

  it('is bounded: a query that may not spill fails, and the next one does not', async () => {
    const bounded = await lake.engine({ memoryLimit: '60MB', spillLimit: '1MB' })
    await expect(bounded.query(GROUPS).then(rowObjects)).rejects.toThrow(QueryError)
    expect(await rowObjects(await bounded.query('SELECT count(*) AS n FROM audit_logs'))).toEqual([{ n: 1 }])
    bounded.close()
  })
})
