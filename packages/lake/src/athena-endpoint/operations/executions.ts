import type { AwsError, Input } from '@temporal-audit-lake/http'
import type { Execution } from '../executions.ts'
import {
  checkWorkGroup,
  invalidRequest,
  type Operation,
  outputLocation,
  pageOf,
  type Service,
  secondsOf,
  WORKGROUP,
} from '../operation.ts'
import { isDatabase, statementType } from '../statements/statement.ts'

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html */
const MOST_CHARACTERS = 262_144
const MOST_PARAMETERS = 256
const PARAMETER_CHARACTERS = 1024

export const startQueryExecution: Operation = (input, service) => {
  checkWorkGroup(input)
  const context = input.has('QueryExecutionContext') ? input.object('QueryExecutionContext') : null
  const database = context?.optionalText('Database') ?? service.database
  if (!isDatabase(database, service))
    throw invalidRequest(`there is no database ${database}: there is ${service.database}`)
  const query = input.text('QueryString', MOST_CHARACTERS)
  const parameters = input.texts('ExecutionParameters', MOST_PARAMETERS, PARAMETER_CHARACTERS)
  const asked = { query, parameters, database, type: statementType(query) }
  const token = input.optionalText('ClientRequestToken') ?? null
  const execution = startedBefore(token, query, service) ?? service.executions.start(asked, token)
  return { QueryExecutionId: execution.id }
}

/** A request that is repeated, since its answer was lost, starts one query. */
function startedBefore(token: string | null, query: string, { executions }: Service): Execution | undefined {
  const before = token === null ? undefined : executions.all().find(execution => execution.token === token)
  if (before && before.query !== query) throw invalidRequest('Idempotent parameters do not match')
  return before
}

export const getQueryExecution: Operation = (input, service) => ({
  QueryExecution: described(executionOf(input, service)),
})

export const batchGetQueryExecution: Operation = (input, { executions }) => {
  const ids = input.texts('QueryExecutionIds', 50)
  const found = ids.map(id => executions.find(id)).filter(execution => execution !== undefined)
  const unknown = ids.filter(id => !executions.find(id))
  return {
    QueryExecutions: found.map(described),
    UnprocessedQueryExecutionIds: unknown.map(id => ({
      QueryExecutionId: id,
      ErrorCode: 'INVALID_INPUT',
      ErrorMessage: notFound(id).message,
    })),
  }
}

export const listQueryExecutions: Operation = (input, { executions }) => {
  checkWorkGroup(input)
  const { page, token } = pageOf(input, executions.all().toReversed(), 50)
  return { QueryExecutionIds: page.map(({ id }) => id), ...token }
}

export const stopQueryExecution: Operation = (input, service) => {
  service.executions.stop(executionOf(input, service).id)
  return {}
}

/** @throws AwsError when there is none, or it was forgotten */
export function executionOf(input: Input, { executions }: Service): Execution {
  const id = input.text('QueryExecutionId')
  const execution = executions.find(id)
  if (!execution) throw notFound(id)
  return execution
}

function notFound(id: string): AwsError {
  return invalidRequest(`QueryExecution ${id} was not found`)
}

function described(execution: Execution): object {
  const { id, query, type, parameters, database } = execution
  return {
    QueryExecutionId: id,
    Query: query,
    StatementType: type,
    SubstatementType: /[a-z]+/i.exec(query)?.[0]?.toUpperCase(),
    ...(parameters.length > 0 && { ExecutionParameters: parameters }),
    QueryExecutionContext: { Database: database },
    WorkGroup: WORKGROUP,
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'DuckDB' },
    ResultConfiguration: { OutputLocation: outputLocation(execution) },
    Status: status(execution),
    Statistics: statistics(execution),
  }
}

function status({ state, reason, submittedAt, endedAt }: Execution): object {
  return {
    State: state,
    SubmissionDateTime: secondsOf(submittedAt),
    ...(endedAt !== null && { CompletionDateTime: secondsOf(endedAt) }),
    ...(reason !== null && { StateChangeReason: reason }),
    ...(state === 'FAILED' && { AthenaError: { ...USERS_FAULT, ErrorMessage: reason } }),
  }
}

/** https://docs.aws.amazon.com/athena/latest/ug/error-reference.html: the category User, without a closer reason. */
const USERS_FAULT = { ErrorCategory: 2, ErrorType: 1000, Retryable: false }

/** Bytes scanned are not told: DuckDB does not count them. */
function statistics({ submittedAt, startedAt, endedAt }: Execution): object {
  if (startedAt === null || endedAt === null) return {}
  return {
    QueryQueueTimeInMillis: startedAt - submittedAt,
    EngineExecutionTimeInMillis: endedAt - startedAt,
    TotalExecutionTimeInMillis: endedAt - submittedAt,
  }
}
