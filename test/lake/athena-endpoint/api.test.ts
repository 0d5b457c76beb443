import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AthenaClient,
  BatchGetNamedQueryCommand,
  BatchGetQueryExecutionCommand,
  CreateNamedQueryCommand,
  GetDataCatalogCommand,
  GetNamedQueryCommand,
  GetPreparedStatementCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  GetWorkGroupCommand,
  ListDatabasesCommand,
  ListDataCatalogsCommand,
  ListNamedQueriesCommand,
  ListPreparedStatementsCommand,
  ListQueryExecutionsCommand,
  ListTableMetadataCommand,
  ListWorkGroupsCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { columns } from '../../../packages/core/src/index.ts'
import { relationNames } from '../../../packages/lake/src/local/index.ts'
import { savedQueries } from '../../../packages/queries/src/index.ts'
import { testSettings } from '../aws/moto.ts'
import { ended, type Running, rowsOf, running } from './running.ts'

const under = await running()
const { client, endpoint } = under
const ENDLESS = `SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)
  CROSS JOIN UNNEST(sequence(1, 1000)) AS c(z) WHERE (x * y + z) % 7919 = 3`

async function started({ client }: Pick<Running, 'client'>, query: string): Promise<string> {
  return (await client.send(new StartQueryExecutionCommand({ QueryString: query }))).QueryExecutionId!
}

describe('a query', () => {
  it('is described from its start to its end', async () => {
    const query = 'SELECT ? AS a'
    const more = { ExecutionParameters: ['1'], ResultConfiguration: { OutputLocation: 's3://elsewhere/' } }
    const execution = await ended(under, query, more)
    expect(execution).toMatchObject({
      Query: query,
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      ExecutionParameters: ['1'],
      QueryExecutionContext: { Database: 'audit_lake' },
      WorkGroup: 'primary',
      Status: { State: 'SUCCEEDED' },
      ResultConfiguration: { OutputLocation: `s3://audit-lake/athena-results/${execution.QueryExecutionId}.csv` },
    })
    const { SubmissionDateTime, CompletionDateTime } = execution.Status!
    expect(CompletionDateTime!.getTime()).toBeGreaterThanOrEqual(SubmissionDateTime!.getTime())
    expect((await ended(under, 'SHOW TABLES')).StatementType).toBe('UTILITY')
  })

  it('is started once, however often the request is repeated', async () => {
    const ClientRequestToken = 'a token of thirty-two characters!'
    const start = (QueryString: string) =>
      client.send(new StartQueryExecutionCommand({ QueryString, ClientRequestToken }))
    const { QueryExecutionId } = await start('SELECT 1')
    expect((await start('SELECT 1')).QueryExecutionId).toBe(QueryExecutionId)
    await expect(start('SELECT 2')).rejects.toThrow('Idempotent parameters do not match')
  })

  it('is stopped', async () => {
    const QueryExecutionId = await started(under, ENDLESS)
    await client.send(new StopQueryExecutionCommand({ QueryExecutionId }))
    const { QueryExecutions, UnprocessedQueryExecutionIds } = await client.send(
      new BatchGetQueryExecutionCommand({ QueryExecutionIds: [QueryExecutionId, 'unknown'] }),
    )
    expect(QueryExecutions).toMatchObject([{ Status: { State: 'CANCELLED' } }])
    expect(UnprocessedQueryExecutionIds).toMatchObject([{ QueryExecutionId: 'unknown' }])
    const { QueryExecutionIds } = await client.send(new ListQueryExecutionsCommand({}))
    expect(QueryExecutionIds![0]).toBe(QueryExecutionId)
    expect((await ended(under, 'SELECT 1')).Status!.State).toBe('SUCCEEDED')
  })

  it.each([
    [{ WorkGroup: 'nobody' }, /WorkGroup nobody is not found/],
    [{ QueryExecutionContext: { Database: 'elsewhere' } }, /there is no database elsewhere/],
    [{ QueryString: '' }, /QueryString must be/],
    [{ QueryString: 'x'.repeat(262_145) }, /QueryString must be/],
    [{ ExecutionParameters: ['x'.repeat(1025)] }, /1 to 1024 characters/],
  ])('is refused where it cannot be taken: %j', async (more, message) => {
    const start = client.send(new StartQueryExecutionCommand({ QueryString: 'SELECT 1', ...more }))
    await expect(start).rejects.toMatchObject({
      name: 'InvalidRequestException',
      AthenaErrorCode: 'INVALID_INPUT',
      message: expect.stringMatching(message),
    })
  })
})

describe('a result', () => {
  it.each([0, 1, 999, 1000, 2500])('of %i rows is paged', async count => {
    const { QueryExecutionId } = await ended(
      under,
      `SELECT i, NULL AS n FROM UNNEST(sequence(1, 2500)) t(i) WHERE i <= ${count}`,
    )
    const read: (string | undefined)[] = []
    for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId, MaxResults: 700 })) {
      expect(ResultSet!.ResultSetMetadata!.ColumnInfo!.map(({ Name, Type }) => [Name, Type])).toEqual([
        ['i', 'bigint'],
        ['n', 'integer'],
      ])
      read.push(...ResultSet!.Rows!.map(({ Data }) => Data![0]!.VarCharValue))
    }
    expect(read).toEqual(['i', ...Array.from({ length: count }, (_, i) => String(i + 1))].slice(0, count + 1))
  })

  it('of large rows has fewer of them on a page, and all of them in the end', async () => {
    const text = `lpad('', 300000, '"é,')`
    const { QueryExecutionId } = await ended(
      under,
      `SELECT i, ${text} AS t FROM UNNEST(sequence(1, 40)) s(i) ORDER BY i`,
    )
    const sizes: number[] = []
    for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId })) {
      for (const { Data } of ResultSet!.Rows!.slice(sizes.length === 0 ? 1 : 0))
        expect(Data![1]!.VarCharValue).toBe('"é,'.repeat(100_000))
      sizes.push(ResultSet!.Rows!.length)
    }
    expect(sizes.length).toBeGreaterThan(3)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(41)
  })

  it('is a CSV object of S3, whole and in parts', async () => {
    const s3 = new S3Client({ ...testSettings, endpoint: endpoint.url, forcePathStyle: true })
    onTestFinished(() => s3.destroy())
    const { ResultConfiguration } = await ended(under, `SELECT 'a"b' AS x, NULL AS y, '' AS z`)
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(ResultConfiguration!.OutputLocation!)!
    const place = { Bucket: Bucket!, Key: Key! }
    const csv = '"x","y","z"\n"a""b",,""\n'
    const get = async (more = {}) =>
      (await s3.send(new GetObjectCommand({ ...place, ...more }))).Body!.transformToString()
    expect(await get()).toBe(csv)
    expect(await get({ Range: 'bytes=1-3' })).toBe(csv.slice(1, 4))
    expect(await get({ Range: 'bytes=-4' })).toBe(csv.slice(-4))
    expect((await s3.send(new HeadObjectCommand(place))).ContentLength).toBe(csv.length)
    await expect(get({ Range: 'bytes=100-' })).rejects.toMatchObject({ name: 'InvalidRange' })
    await expect(get({ Key: 'athena-results/none.csv' })).rejects.toMatchObject({ name: 'NoSuchKey' })
    await expect(get({ Key: '../../etc/passwd' })).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('is not there before the query has succeeded', async () => {
    const { QueryExecutionId } = await ended(under, 'SELECT nothing')
    const results = (members: object) => client.send(new GetQueryResultsCommand({ QueryExecutionId, ...members }))
    await expect(results({})).rejects.toThrow('Current state: FAILED')
    await expect(results({ QueryExecutionId: 'unknown' })).rejects.toThrow('was not found')
    const { QueryExecutionId: done } = await ended(under, 'SELECT 1')
    await expect(results({ QueryExecutionId: done, NextToken: 'x' })).rejects.toThrow('no NextToken')
    await expect(results({ QueryExecutionId: done, MaxResults: 1001 })).rejects.toThrow('from 1 to 1000')
    expect((await results({ QueryExecutionId: done, NextToken: '99' })).ResultSet!.Rows).toEqual([])
  })
})

describe('the catalog', () => {
  const place = { CatalogName: 'AwsDataCatalog', DatabaseName: 'audit_lake' }

  it('names what there is', async () => {
    const { DataCatalogsSummary } = await client.send(new ListDataCatalogsCommand({}))
    expect(DataCatalogsSummary).toEqual([{ CatalogName: 'AwsDataCatalog', Type: 'GLUE' }])
    expect((await client.send(new GetDataCatalogCommand({ Name: 'awsdatacatalog' }))).DataCatalog).toBeDefined()
    const { DatabaseList } = await client.send(new ListDatabasesCommand({ CatalogName: 'AwsDataCatalog' }))
    expect(DatabaseList).toMatchObject([{ Name: 'audit_lake' }])
    expect((await client.send(new ListWorkGroupsCommand({}))).WorkGroups).toMatchObject([{ Name: 'primary' }])
    expect((await client.send(new GetWorkGroupCommand({ WorkGroup: 'primary' }))).WorkGroup).toMatchObject({
      Configuration: { EnforceWorkGroupConfiguration: true },
    })
  })

  it('tells tables and views with types and comments, page by page', async () => {
    const list = (members: object) => client.send(new ListTableMetadataCommand({ ...place, ...members }))
    const first = await list({ MaxResults: 3 })
    const rest = await list({ MaxResults: 50, NextToken: first.NextToken })
    const all = [...first.TableMetadataList!, ...rest.TableMetadataList!]
    expect(all.map(({ Name }) => Name)).toEqual([...relationNames].sort())
    expect(all.filter(({ TableType }) => TableType === 'EXTERNAL_TABLE').map(({ Name }) => Name)).toEqual([
      'arrivals',
      'sealed',
    ])
    for (const { Name, Columns, Parameters } of all) {
      expect(Parameters!.comment, Name).not.toBe('')
      expect([Name, Columns!.filter(({ Comment }) => !Comment).map(column => column.Name)]).toEqual([Name, []])
    }
    expect((await list({ Expression: 'audit_*|receipts' })).TableMetadataList).toHaveLength(3)
  })

  it('takes comments and types from the table of columns', async () => {
    const get = async (TableName: string) =>
      (await client.send(new GetTableMetadataCommand({ ...place, TableName }))).TableMetadata!
    const view = await get('AUDIT_LOGS')
    expect(view.Columns!.map(({ Name, Comment }) => [Name, Comment])).toEqual(
      columns.map(({ name, description }) => [name, description]),
    )
    expect(view.Columns!.find(({ Name }) => Name === 'details_roles')!.Type).toBe('array<string>')
    expect((await get('sealed')).PartitionKeys).toMatchObject([{ Name: 'event_date', Type: 'string' }])
    await expect(get('none')).rejects.toMatchObject({ name: 'MetadataException' })
  })

  it('has the saved queries as named queries and prepared statements', async () => {
    const { NamedQueryIds } = await client.send(new ListNamedQueriesCommand({ MaxResults: 50 }))
    expect(NamedQueryIds!.slice(0, 50)).toEqual(savedQueries.map(({ name }) => name).slice(0, 50))
    const { NamedQuery } = await client.send(new GetNamedQueryCommand({ NamedQueryId: 'who-did-what' }))
    expect(NamedQuery).toMatchObject({ Name: 'who-did-what', Database: 'audit_lake' })
    const { NamedQueries, UnprocessedNamedQueryIds } = await client.send(
      new BatchGetNamedQueryCommand({ NamedQueryIds: ['who-did-what', 'none'] }),
    )
    expect(NamedQueries).toEqual([NamedQuery])
    expect(UnprocessedNamedQueryIds).toMatchObject([{ NamedQueryId: 'none' }])
    const WorkGroup = 'primary'
    const { PreparedStatements } = await client.send(new ListPreparedStatementsCommand({ WorkGroup }))
    expect(PreparedStatements!.map(({ StatementName }) => StatementName)).toContain('who_did_what')
    const { PreparedStatement } = await client.send(
      new GetPreparedStatementCommand({ WorkGroup, StatementName: 'who_did_what' }),
    )
    expect(PreparedStatement!.QueryStatement).toContain('FROM audit_logs')
  })

  it('lets nothing be changed', async () => {
    const create = new CreateNamedQueryCommand({ Name: 'a', Database: 'audit_lake', QueryString: 'SELECT 1' })
    await expect(client.send(create)).rejects.toMatchObject({ name: 'UnknownOperationException' })
  })
})

describe('bounds', () => {
  it('stop a query that takes too long', async () => {
    const slow = await running({ bounds: { millis: 300 } })
    expect((await ended(slow, ENDLESS)).Status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: 'it took longer than 0.3 seconds',
    })
  })

  it('stop a result that becomes too large, and leave nothing of it', async () => {
    const small = await running({ bounds: { resultBytes: 10_000 } })
    const { Status } = await ended(small, 'SELECT i FROM UNNEST(sequence(1, 100000)) t(i)')
    expect(Status!.StateChangeReason).toBe('the result is larger than 10000 bytes: select fewer rows or columns')
    const { Status: wide } = await ended(under, "SELECT lpad('', 9000000, 'x') AS x")
    expect(wide!.StateChangeReason).toMatch(/^a row of the result is larger than/)
    expect((await filesIn(small.folder)).filter(name => name.endsWith('.csv'))).toEqual([])
  })

  it('let queries wait, but not too many', async () => {
    const narrow = await running({ bounds: { atOnce: 1, waiting: 1 } })
    const first = await started(narrow, ENDLESS)
    const second = await started(narrow, 'SELECT 1')
    const hasty = new AthenaClient({ ...testSettings, endpoint: narrow.endpoint.url, maxAttempts: 1 })
    onTestFinished(() => hasty.destroy())
    await expect(started({ client: hasty }, 'SELECT 2')).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    await narrow.client.send(new StopQueryExecutionCommand({ QueryExecutionId: first }))
    await expect
      .poll(
        async () =>
          (await narrow.client.send(new GetQueryResultsCommand({ QueryExecutionId: second }))).ResultSet!.Rows,
      )
      .toHaveLength(2)
  })

  it('make room for newer results', async () => {
    const forgetful = await running({ bounds: { keptBytes: 100, kept: 3 } })
    const wide = (letter: string) => `SELECT lpad('', 60, '${letter}') AS x`
    const ids = []
    for (const letter of 'abcd') ids.push((await ended(forgetful, wide(letter))).QueryExecutionId!)
    const results = (QueryExecutionId: string) =>
      forgetful.client.send(new GetQueryResultsCommand({ QueryExecutionId }))
    await expect(results(ids[0]!)).rejects.toThrow('was not found')
    await expect(results(ids[2]!)).rejects.toThrow('gave way to newer ones')
    expect((await results(ids[3]!)).ResultSet!.Rows).toHaveLength(2)
    expect((await filesIn(forgetful.folder)).filter(name => name.endsWith('.csv'))).toHaveLength(1)
  })

  it('hold for strangers: no page in a browser, no endless pattern, nothing but questions', async () => {
    const target = { 'x-amz-target': 'AmazonAthena.ListWorkGroups', 'content-type': 'application/x-amz-json-1.1' }
    const post = (headers: Record<string, string>, body: string) =>
      fetch(endpoint.url, { method: 'POST', headers, body })
    expect((await post({ ...target, origin: 'http://evil.example' }, '{}')).status).toBe(400)
    expect((await post({ ...target, 'x-amz-target': 'Kinesis_20131202.ListStreams' }, '{}')).status).toBe(400)
    expect((await post(target, '{"MaxResults": "x"}')).status).toBe(400)
    expect((await fetch(`${endpoint.url}/audit-lake/../../etc/passwd`)).status).toBe(404)
    expect((await fetch(endpoint.url)).status).toBe(404)
    expect(await rowsOf(under, `SHOW TABLES '${'*a'.repeat(2000)}'`)).toEqual([])
  })
})

describe('closing', () => {
  it('stops queries and deletes results', async () => {
    const own = await running()
    await ended(own, 'SELECT 1')
    await started(own, ENDLESS)
    await own.endpoint.close()
    expect((await filesIn(own.folder)).filter(name => name.includes('athena-'))).toEqual([])
    await expect(fetch(own.endpoint.url)).rejects.toThrow()
  })
})

async function filesIn(folder: string): Promise<string[]> {
  return await readdir(join(folder, '.tmp'), { recursive: true })
}
