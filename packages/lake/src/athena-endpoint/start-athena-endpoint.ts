import { rm } from 'node:fs/promises'
import {
  AwsError,
  answerWith,
  type Exchange,
  type JsonService,
  MemoryBudget,
  openDoor,
  serveJson,
} from '@temporal-audit-lake/http'
import { savedQueries as allSavedQueries, type SavedQuery } from '@temporal-audit-lake/queries'
import type { Engine } from '../engine.ts'
import { makeScratch } from '../local/scratch.ts'
import { type DescribedTable, describedTables } from './described-tables.ts'
import { Executions, type QueryBounds } from './executions.ts'
import { invalidRequest, type Service } from './operation.ts'
import { operations } from './operations/index.ts'
import { resultObject } from './results/results-bucket.ts'
import { answer } from './statements/statement.ts'

export interface AthenaEndpointOptions {
  /** What answers the questions: it has to be safe for SQL from anybody. The caller closes it, after the endpoint. */
  readonly engine: Engine
  /** The tables and views that it has. */
  readonly tables: readonly string[]
  /** The lake's folder, where results are kept for a while. */
  readonly folder: string
  /** Port on 127.0.0.1; default: any that is free. */
  readonly port?: number
  readonly savedQueries?: readonly SavedQuery[]
  readonly bounds?: Partial<QueryBounds>
  /** The clock, in milliseconds since the epoch. */
  readonly now?: () => number
}

/** An endpoint that runs. */
export interface AthenaEndpoint {
  /** Such as `http://127.0.0.1:4568`. */
  readonly url: string
  /** Stops the queries, frees the port, and deletes the results. */
  close(): Promise<void>
}

/** What drivers are to be told: Athena's own name of the catalog, and a name for the one database. */
export const CATALOG = 'AwsDataCatalog'
export const DATABASE = 'audit_lake'

const BOUNDS: QueryBounds = {
  atOnce: 4,
  waiting: 100,
  millis: 30 * 60_000,
  resultBytes: 256 * 1024 ** 2,
  keptBytes: 1024 ** 3,
  kept: 200,
}

/** Of all requests and answers that are under way together. */
const MEMORY_BYTES = 256 * 1024 ** 2
/** A page of a result has 4 MiB, or one row of 8 MiB, and is there as text, as objects and as JSON. */
const PAGE_BYTES = 64 * 1024 ** 2

/**
 * Starts a stand-in for Amazon Athena on this machine, over a lake: drivers and BI tools that know Athena connect to it.
 *
 * One port answers Athena's API and, for the results as CSV, GetObject and HeadObject of S3. There is the database
 * `audit_lake` in the catalog `AwsDataCatalog`, and the workgroup `primary`. Saved queries are named queries and prepared
 * statements.
 *
 * Answered are questions in Athena's SQL, with execution parameters, `information_schema`, SHOW DATABASES, TABLES, VIEWS
 * and COLUMNS, DESCRIBE, and EXECUTE of the saved queries. Nothing can be changed.
 *
 * Not there: nobody's signature or permission is checked, which is why only this machine is listened to, and no page in a
 * browser. No bytes scanned, no result reuse, no `.metadata` beside results.
 *
 * @throws Error when the port is taken (`EADDRINUSE`)
 * @example
 * const endpoint = await startAthenaEndpoint({ engine, tables: ['audit_logs'], folder: './audit-lake', port: 4568 })
 * const client = new AthenaClient({ endpoint: endpoint.url, region: 'us-east-1', credentials })
 * await client.send(new StartQueryExecutionCommand({ QueryString: 'SELECT count(*) FROM audit_lake.audit_logs' }))
 */
export async function startAthenaEndpoint(options: AthenaEndpointOptions): Promise<AthenaEndpoint> {
  const { engine, folder, port = 0, now = Date.now } = options
  const results = await makeScratch(folder, 'athena-')
  const place = { catalog: CATALOG, database: DATABASE }
  const savedQueries = options.savedQueries ?? allSavedQueries
  const tables = onceKnown(() => describedTables(engine, options.tables))
  const executions = new Executions(
    results,
    { ...BOUNDS, ...options.bounds },
    async ({ query, parameters }, signal) =>
      await answer(query, parameters, { engine, tables: await tables(), savedQueries, ...place }, { signal }),
    now,
  )
  const json = serveJson(athenaApi({ executions, savedQueries, tables, ...place }), new MemoryBudget(MEMORY_BYTES))
  const deleteResults = () => rm(results, { recursive: true, force: true })
  try {
    const door = await openDoor(port, exchange => (isForS3(exchange) ? object(exchange, executions) : json(exchange)))
    return {
      url: door.url,
      async close() {
        await executions.close()
        await door.close()
        await deleteResults()
      },
    }
  } catch (error) {
    await deleteResults()
    throw error
  }
}

/** Asks until there is an answer, which then stays. */
function onceKnown(ask: () => Promise<readonly DescribedTable[]>): () => Promise<readonly DescribedTable[]> {
  let known: Promise<readonly DescribedTable[]> | null = null
  return async () => {
    known ??= ask()
    try {
      return await known
    } catch (error) {
      known = null
      throw error
    }
  }
}

function isForS3({ request }: Exchange): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

async function object(exchange: Exchange, executions: Executions): Promise<void> {
  await answerWith(exchange, () => resultObject(exchange.request, executions))
}

/** Athena's API over a lake. */
function athenaApi(service: Service): JsonService {
  return {
    target: 'AmazonAthena',
    has: name => operations.has(name),
    answerBytes: name => (name === 'GetQueryResults' ? PAGE_BYTES : 0),
    async answer(name, input) {
      try {
        return { json: await operations.get(name)!(input, service) }
      } catch (error) {
        const isInvalid = error instanceof AwsError && error.name === 'ValidationException'
        throw isInvalid ? invalidRequest(error.message) : error
      }
    },
  }
}
