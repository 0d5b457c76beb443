import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionInput,
} from '@aws-sdk/client-athena'
import { afterAll } from 'vitest'
import {
  type AthenaEndpoint,
  type AthenaEndpointOptions,
  startAthenaEndpoint,
} from '../../../packages/lake/src/athena-endpoint/index.ts'
import { ingest } from '../../../packages/lake/src/index.ts'
import { openLocalLake, relationNames } from '../../../packages/lake/src/local/index.ts'
import { logRecord } from '../../cli/lake-folder.ts'
import { testSettings } from '../aws/moto.ts'

/** An endpoint over a lake with three events, and a client of it. */
export interface Running {
  readonly endpoint: AthenaEndpoint
  readonly client: AthenaClient
  readonly folder: string
}

/** Starts an endpoint that is closed when the tests of the file are done. */
export async function running(options: Partial<AthenaEndpointOptions> = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'athena-endpoint-'))
  const lake = await openLocalLake(folder)
  await ingest(await records(), lake, { writtenAt: Date.parse('2026-11-20T10:02:00Z') })
  const engine = await lake.engine({ memoryLimit: '1GB' })
  const endpoint = await startAthenaEndpoint({ engine, tables: relationNames, folder, ...options })
  const client = new AthenaClient({ ...testSettings, endpoint: endpoint.url })
  afterAll(async () => {
    client.destroy()
    await endpoint.close()
    engine.close()
    rmSync(folder, { recursive: true })
  })
  return { endpoint, client, folder }
}

async function records() {
  const texts = [1, 2, 3].map(number => logRecord(number, number === 3 ? { operation: 'DeleteUser' } : {}))
  return texts.map((text, i) => ({
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: `496700${i}`,
    arrivalTime: Date.parse('2026-11-20T10:01:00Z'),
    data: new TextEncoder().encode(text),
  }))
}

/** Starts a query and waits for its end. */
export async function ended(
  { client }: Pick<Running, 'client'>,
  query: string,
  more: Partial<StartQueryExecutionInput> = {},
): Promise<QueryExecution> {
  const { QueryExecutionId } = await client.send(new StartQueryExecutionCommand({ QueryString: query, ...more }))
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }))
    if (!['QUEUED', 'RUNNING'].includes(QueryExecution!.Status!.State!)) return QueryExecution!
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

/** The rows of a query as Athena has them, the names of the columns first. */
export async function rowsOf(
  under: Pick<Running, 'client'>,
  query: string,
  more: Partial<StartQueryExecutionInput> = {},
): Promise<(string | undefined)[][]> {
  const { QueryExecutionId, Status } = await ended(under, query, more)
  if (Status!.State !== 'SUCCEEDED') throw new Error(Status!.StateChangeReason)
  const { ResultSet } = await under.client.send(new GetQueryResultsCommand({ QueryExecutionId }))
  return ResultSet!.Rows!.map(({ Data }) => Data!.map(({ VarCharValue }) => VarCharValue))
}
