import { randomUUID } from 'node:crypto'
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  InvalidRequestException,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { QueryError } from '../engine.ts'
import { LakeError } from '../lake-error.ts'
import { backOff } from './back-off.ts'

export interface AthenaPlace {
  /** Its settings say how often a request is repeated that got no answer, or was too fast: see `clientSettings`. */
  readonly client: AthenaClient
  readonly workGroup: string
  readonly database: string
  /** Default: `AwsDataCatalog`. */
  readonly catalog?: string
}

/** How often a query is run that Athena itself says may succeed when it is run again. */
const RUNS = 3
const LONGEST_POLL_MS = 2_000

/**
 * Runs one statement to its end.
 *
 * @param parameters SQL literals, see `executionParameter`
 * @param signal stops the query in Athena too
 * @throws QueryError for what is the statement's fault
 * @throws LakeError for what is not
 */
export async function execute(
  place: AthenaPlace,
  sql: string,
  parameters: readonly string[],
  signal?: AbortSignal,
): Promise<QueryExecution> {
  for (let run = 1; ; run++) {
    signal?.throwIfAborted()
    const execution = await untilDone(place, await start(place, sql, parameters), signal)
    const { State, AthenaError } = execution.Status!
    if (State === 'SUCCEEDED') return execution
    if (!AthenaError?.Retryable || run === RUNS) throw failure(execution)
    await backOff(run, signal)
  }
}

async function start(place: AthenaPlace, sql: string, parameters: readonly string[]): Promise<string> {
  const command = new StartQueryExecutionCommand({
    QueryString: sql,
    WorkGroup: place.workGroup,
    QueryExecutionContext: { Database: place.database, Catalog: place.catalog ?? 'AwsDataCatalog' },
    ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
    ClientRequestToken: randomUUID(), // a request that is repeated starts one query
  })
  try {
    // not to be aborted: it may have been started all the same, and nobody would know which one to stop
    return (await place.client.send(command)).QueryExecutionId!
  } catch (error) {
    if (!(error instanceof InvalidRequestException)) throw error
    throw isAboutSql(error) ? new QueryError(error.message, { cause: error }) : notTaken(place, error)
  }
}

/** Athena has one error for bad SQL and for bad settings. */
function isAboutSql({ message, AthenaErrorCode }: InvalidRequestException): boolean {
  return (
    AthenaErrorCode === 'MALFORMED_QUERY' ||
    /^line \d+:\d+|statement|quer(y|ies) of this type|query string/i.test(message)
  )
}

function notTaken({ workGroup, database }: AthenaPlace, error: Error): LakeError {
  return new LakeError(
    `Athena did not take the query: ${error.message}: check the workgroup ${workGroup} and the database ${database}`,
    { cause: error },
  )
}

async function untilDone({ client }: AthenaPlace, id: string, signal?: AbortSignal): Promise<QueryExecution> {
  try {
    for (let looks = 1; ; looks++) {
      const asked = client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }), {
        ...(signal && { abortSignal: signal }),
      })
      const execution = (await asked).QueryExecution!
      if (DONE.has(execution.Status?.State ?? '')) return execution
      await backOff(looks, signal, LONGEST_POLL_MS)
    }
  } catch (error) {
    await stop(client, id)
    signal?.throwIfAborted()
    throw error
  }
}

const DONE: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED'])

/** Whoever does not wait for a query need not pay for it; one that cannot be stopped ends by itself. */
async function stop(client: AthenaClient, id: string): Promise<void> {
  await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined)
}

const SYSTEM = 1

// https://docs.aws.amazon.com/athena/latest/ug/error-reference.html
function failure({ QueryExecutionId, Status }: QueryExecution): Error {
  const reason = Status?.AthenaError?.ErrorMessage ?? Status?.StateChangeReason ?? 'Athena gives no reason'
  if (Status?.State === 'CANCELLED') return new QueryError(`the query was cancelled: ${reason}`)
  if (Status?.AthenaError?.ErrorCategory !== SYSTEM) return new QueryError(reason)
  return new LakeError(`Athena failed in query ${QueryExecutionId}: ${reason}: run it again later`)
}
