import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** A result as Athena hands it out: everything is text, and NULL is the lack of one. */
export interface TextResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** Whether it was asked by SELECT: then Athena puts the names above the rows. */
  readonly isSelect: boolean
  /** What was read for it; default: what the server says of every query. */
  readonly scannedBytes?: number
}

/** What answers the SQL that this server is sent. */
export interface Answering {
  /** Athena itself finds mistakes of grammar before it queues a query. @throws Error whose message begins with `line` */
  check(sql: string): Promise<void>
  /** @param parameters pieces of SQL for the `?` */
  answer(sql: string, parameters: readonly string[], database: string, signal: AbortSignal): Promise<TextResult>
}

/** How a query ends, if not as its SQL says. */
interface Ending {
  readonly State: 'FAILED' | 'CANCELLED'
  readonly StateChangeReason?: string
  readonly AthenaError?: { ErrorCategory: number; ErrorType: number; Retryable: boolean; ErrorMessage: string }
}

interface Query {
  readonly id: string
  readonly abort: AbortController
  readonly isDefinition: boolean
  looks: number
  state: 'QUEUED' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  status: object
  result: TextResult
}

export interface AthenaServer {
  readonly url: string
  /** The state of every query so far, by the order in which they came. */
  states(): string[]
  /** The next query that is started ends like this, whatever its SQL says. */
  endNext(...endings: readonly Ending[]): void
  stop(): Promise<void>
}

interface ServerOptions {
  readonly answering: Answering
  readonly workGroup: string
  readonly scannedBytes?: number
}

const BY_USER = { StateChangeReason: 'Query cancelled by user' }

const NOTHING: TextResult = { columns: [], rows: [], isSelect: false }

/**
 * Athena's API over HTTP, as its SDK speaks it, with somebody else answering the SQL: definitions too, which the lake's own
 * endpoint refuses.
 */
export async function athenaServer({ answering, workGroup, scannedBytes = 0 }: ServerOptions): Promise<AthenaServer> {
  const queries = new Map<string, Query>()
  const byToken = new Map<string, string>()
  const endings: Ending[] = []

  async function run(query: Query, input: StartInput, ending: Ending | undefined): Promise<void> {
    try {
      if (ending) {
        Object.assign(query, { state: ending.State, status: ending })
        return
      }
      const { QueryString, ExecutionParameters = [], QueryExecutionContext } = input
      query.result = await answering.answer(
        QueryString,
        ExecutionParameters,
        QueryExecutionContext.Database,
        query.abort.signal,
      )
      query.state = 'SUCCEEDED'
    } catch (error) {
      if (query.state === 'CANCELLED') return
      const ErrorMessage = (error as Error).message
      query.state = 'FAILED'
      query.status = { AthenaError: { ErrorCategory: 2, ErrorType: 1001, Retryable: false, ErrorMessage } }
    }
  }

  const operations: Readonly<Record<string, (input: never) => Promise<object>>> = {
    async StartQueryExecution(input: StartInput) {
      if (input.WorkGroup !== workGroup) throw invalid(`WorkGroup ${input.WorkGroup} is not found.`)
      const known = byToken.get(input.ClientRequestToken)
      if (known) return { QueryExecutionId: known }
      for (const parameter of input.ExecutionParameters ?? [])
        if (parameter.length < 1 || parameter.length > 1024)
          throw invalid('ExecutionParameters failed to satisfy constraint')
      await answering.check(input.QueryString).catch((error: Error) => {
        throw invalid(error.message, 'MALFORMED_QUERY')
      })
      const query: Query = {
        id: randomUUID(),
        abort: new AbortController(),
        isDefinition: /^\s*(CREATE|DROP)/i.test(input.QueryString),
        looks: 0,
        state: 'QUEUED',
        status: {},
        result: NOTHING,
      }
      byToken.set(input.ClientRequestToken, query.id)
      queries.set(query.id, query)
      void run(query, input, endings.shift())
      return { QueryExecutionId: query.id }
    },

    async GetQueryExecution({ QueryExecutionId }: { QueryExecutionId: string }) {
      const query = queries.get(QueryExecutionId)!
      const Status = { State: query.state, ...query.status }
      // nobody sees a query done at the first look
      if (query.looks++ === 0) Status.State = 'QUEUED'
      const StatementType = query.isDefinition ? 'DDL' : 'DML'
      const bytes = query.result.scannedBytes ?? (query.isDefinition ? 0 : scannedBytes)
      const Statistics = { DataScannedInBytes: bytes, TotalExecutionTimeInMillis: 1234 }
      return { QueryExecution: { QueryExecutionId, StatementType, Status, Statistics } }
    },

    async GetQueryResults({ QueryExecutionId, MaxResults = 1000, NextToken = '0' }: ResultsInput) {
      if (MaxResults > 1000) throw invalid('MaxResults is more than maximum allowed length 1000.')
      const { result, state } = queries.get(QueryExecutionId)!
      if (state !== 'SUCCEEDED') throw invalid(`Query did not finish successfully. Final query state: ${state}`)
      const { columns, rows, isSelect } = result
      const all = isSelect ? [columns.map(({ name }) => name), ...rows] : rows
      const start = Number(NextToken)
      const page = all.slice(start, start + MaxResults)
      const more = start + MaxResults < all.length ? { NextToken: String(start + MaxResults) } : {}
      const ColumnInfo = columns.map(({ name, type }) => ({ Name: name, Label: name, Type: type }))
      return { ResultSet: { Rows: page.map(rowOf), ResultSetMetadata: { ColumnInfo } }, ...more }
    },

    async StopQueryExecution({ QueryExecutionId }: { QueryExecutionId: string }) {
      const query = queries.get(QueryExecutionId)!
      if (query.state === 'QUEUED') Object.assign(query, { state: 'CANCELLED', status: BY_USER })
      query.abort.abort()
      return {}
    },
  }

  const server = createServer(async (request, response) => {
    const operation = operations[String(request.headers['x-amz-target']).split('.')[1]!]!
    response.setHeader('content-type', 'application/x-amz-json-1.1')
    try {
      response.end(JSON.stringify(await operation((await json(request)) as never)))
    } catch (error) {
      const body = error instanceof Invalid ? error.body : { __type: 'InternalServerException', Message: String(error) }
      response.writeHead(error instanceof Invalid ? 400 : 500).end(JSON.stringify(body))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    states: () => [...queries.values()].map(({ state }) => state),
    endNext: (...more) => endings.push(...more),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface StartInput {
  readonly QueryString: string
  readonly WorkGroup: string
  readonly ClientRequestToken: string
  readonly QueryExecutionContext: { readonly Database: string }
  readonly ExecutionParameters?: readonly string[]
}

interface ResultsInput {
  readonly QueryExecutionId: string
  readonly MaxResults?: number
  readonly NextToken?: string
}

class Invalid extends Error {
  readonly body: object
  constructor(body: object) {
    super()
    this.body = body
  }
}

function invalid(Message: string, AthenaErrorCode = 'INVALID_INPUT'): Invalid {
  return new Invalid({ __type: 'InvalidRequestException', AthenaErrorCode, Message })
}

function rowOf(cells: readonly (string | null)[]): object {
  return { Data: cells.map(cell => (cell === null ? {} : { VarCharValue: cell })) }
}
