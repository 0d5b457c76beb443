import { describe, expect, it } from 'vitest'
import { columns } from '../../../packages/core/src/index.ts'
import { consoleText, preparedText, savedQueries } from '../../../packages/queries/src/index.ts'
import { ended, rowsOf, running } from './running.ts'

const under = await running()
const rows = (query: string, more = {}) => rowsOf(under, query, more)
const reason = async (query: string, more = {}) => (await ended(under, query, more)).Status!.StateChangeReason

describe('a question', () => {
  it('is answered as Athena writes values', async () => {
    const values = `SELECT 1 AS i, 0.5e0 AS d, 1e300 AS e, true AS b, 'it''s' AS t, '' AS n, NULL AS u,
      TIMESTAMP '2026-11-22 10:00:00.123' AS m, DATE '2026-11-22' AS y, ARRAY['a', NULL, ''] AS a,
      ARRAY[TIMESTAMP '2026-11-22 10:00:00'] AS at, MAP(ARRAY['k'], ARRAY[1]) AS p,
      CAST(ROW(1, 'x') AS row(a integer, b varchar)) AS r, to_utf8('hé"') AS x, CAST('1.50' AS decimal(10, 2)) AS c`
    expect((await rows(values))[1]).toEqual([
      ...['1', '0.5', '1.0E300', 'true', "it's", '', undefined, '2026-11-22 10:00:00.123', '2026-11-22'],
      ...['[a, null, ]', '[2026-11-22 10:00:00.000]', '{k=1}', '{a=1, b=x}', '68 c3 a9 22', '1.50'],
    ])
  })

  it.each([
    'SELECT count(*) AS n FROM audit_logs',
    'SELECT count(*) AS n FROM audit_lake.audit_logs',
    'SELECT count(audit_logs.log_id) AS n FROM "AwsDataCatalog"."audit_lake"."audit_logs"',
    'SELECT count(audit_lake.audit_logs.log_id) AS n FROM audit_lake.audit_logs',
    'SELECT count(x.log_id) AS n FROM Audit_Lake.AUDIT_LOGS AS x;',
    'WITH audit_lake AS (SELECT log_id AS audit_logs FROM audit_logs) SELECT count(audit_lake.audit_logs) AS n FROM audit_logs, audit_lake WHERE log_id = audit_logs',
    "SELECT count(*) AS n FROM audit_logs WHERE 'audit_lake.audit_logs' <> actor -- audit_lake.audit_logs",
  ])('names tables as tools do: %s', async query => {
    expect(await rows(query)).toEqual([['n'], ['3']])
  })

  it('takes execution parameters as pieces of SQL', async () => {
    const query = 'SELECT \'?\' || ? AS t, ? + 1 AS i, ? AS d FROM (VALUES 1) AS t("?") -- ?'
    const ExecutionParameters = ["'it''s ?'", '41', "DATE '2026-11-22'"]
    expect((await rows(query, { ExecutionParameters }))[1]).toEqual(["?it's ?", '42', '2026-11-22'])
  })

  it.each([[['1', '2']], [['1) OR (1 = 1']], [["'a"]], [['1 --']], [['1, 2']], [['1; SELECT 2']], [[')(']]])(
    'refuses parameters that are no single value: %j',
    async ExecutionParameters => {
      expect(await reason('SELECT ? AS x', { ExecutionParameters })).toMatch(/the text has 1 parameters|is no value/)
    },
  )

  it('looks up what there is in information_schema', async () => {
    const tables = await rows(
      "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'audit_lake' ORDER BY 1 LIMIT 3",
    )
    expect(tables.slice(1)).toEqual([
      ['arrivals', 'BASE TABLE'],
      ['audit_log_versions', 'VIEW'],
      ['audit_logs', 'VIEW'],
    ])
    const found = await rows(
      `SELECT column_name, data_type, comment FROM "awsdatacatalog"."information_schema"."columns" c
       WHERE c.table_name = 'audit_logs' ORDER BY ordinal_position`,
    )
    expect(found.slice(1).map(([name]) => name)).toEqual(columns.map(({ name }) => name))
    expect(found[3]).toEqual(['emit_time', 'timestamp(3)', 'When the event happened, in UTC.'])
    expect(found.find(([name]) => name === 'details_roles')![1]).toBe('array(varchar)')
    expect((await rows('SELECT schema_name FROM information_schema.schemata')).flat()).toContain('audit_lake')
  })

  it('says why it cannot be answered', async () => {
    expect(await reason('SELEC 1')).toContain('syntax error at or near "SELEC"')
    expect(await reason('SELECT nothing FROM audit_logs')).toContain('"nothing" not found')
    expect(await ended(under, 'SELECT nothing FROM audit_logs')).toMatchObject({
      Status: { State: 'FAILED', AthenaError: { ErrorCategory: 2, Retryable: false } },
    })
  })

  it.each([
    ['DROP TABLE sealed', /only a SELECT/],
    ['CREATE TABLE t AS SELECT 1', /only a SELECT/],
    ["SELECT * FROM read_csv('/etc/passwd')", /is no table/],
    ["SELECT * FROM '/etc/passwd'", /does not exist|No extension|permission|not found|no such/i],
    ['SELECT 1; DROP TABLE sealed', /one statement at a time|only a SELECT/],
    ["SET memory_limit = '100GB'", /only a SELECT/],
    ["COPY (SELECT 1) TO '/tmp/x'", /only a SELECT/],
  ])('does no harm: %s', async (query, message) => {
    expect(await reason(query)).toMatch(message)
  })
})

describe('SHOW and DESCRIBE', () => {
  it.each<[string, string[]]>([
    ['SHOW DATABASES', ['audit_lake']],
    ["show schemas like 'audit*'", ['audit_lake']],
    ["SHOW TABLES IN audit_lake 'audit_*|receipts'", ['audit_log_versions', 'audit_logs', 'receipts']],
    ["SHOW TABLES FROM `audit_lake` LIKE '%flat'", ['events_flat']],
    ["SHOW TABLES 'none*at*all'", []],
    ["SHOW VIEWS IN audit_lake LIKE 'dead*'", ['dead_letters']],
  ])('%s', async (query, names) => {
    expect((await rows(query)).flat()).toEqual(names)
  })

  it('tells columns with types and comments', async () => {
    const described = await rows('DESCRIBE `audit_lake`.`sealed`;')
    expect(described.flat()).toContain('emit_time           \ttimestamp           \tWhen the event happened, in UTC.')
    expect((await rows('SHOW COLUMNS FROM audit_lake.sealed')).flat().map(name => name!.trim())).toContain('is_current')
    expect((await rows('SHOW COLUMNS IN sealed IN audit_lake')).flat()).toHaveLength(described.length)
  })

  it('says what is not there, and what is not answered', async () => {
    expect(await reason('DESCRIBE nothing')).toContain('there is no table nothing')
    expect(await reason('SHOW TABLES IN elsewhere')).toBe('there is no database elsewhere: there is audit_lake')
    expect(await reason('SHOW CREATE TABLE sealed')).toContain('SHOW TABLES')
  })
})

describe('saved queries', () => {
  it('run as the console has them', async () => {
    const complete = savedQueries.filter(({ parameters }) =>
      parameters.every(({ default: initial }) => initial !== undefined),
    )
    for (const query of complete) {
      const { Status } = await ended(under, consoleText(query))
      expect([query.name, Status!.StateChangeReason, Status!.State]).toEqual([query.name, undefined, 'SUCCEEDED'])
    }
  })

  it('run as prepared statements', async () => {
    const { name, description } = preparedText(savedQueries.find(({ name }) => name === 'who-did-what')!)
    const value: Record<string, string> = { from: "'2026-11-20 00:00:00'", to: "TIMESTAMP '2026-11-21 00:00:00'" }
    const order = description.split(' USING ')[1]!.split(', ')
    const found = await rows(`EXECUTE ${name} USING ${order.map(parameter => value[parameter] ?? "''").join(', ')}`)
    expect(found).toHaveLength(4)
    expect(await reason(`EXECUTE ${name}`)).toContain(`the text has ${order.length} parameters, 0 values are given`)
    expect(await reason('EXECUTE nothing')).toContain('no prepared statement nothing')
  })
})
