import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Invoked, Lambda } from '../../functions/lambda.ts'

/** A function that is run when somebody invokes it. */
export interface Deployed {
  readonly lambda: Lambda
  environment(): Readonly<Record<string, string>>
}

export interface FrontDoorOptions {
  /** Where moto is. */
  readonly aws: string
  /** What answers SQL: Athena's API, as far as queries go. */
  readonly athena: string
  /** Functions by their names. */
  readonly functions: ReadonlyMap<string, Deployed>
}

export interface FrontDoor {
  readonly url: string
  stop(): Promise<void>
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations/
/** moto knows workgroups, and runs no SQL. */
const QUERIES = /^AmazonAthena\.(StartQueryExecution|GetQueryExecution|GetQueryResults|StopQueryExecution)$/

/** One address for all of AWS: moto, with functions that run and an Athena that answers. */
export async function frontDoor({ aws, athena, functions }: FrontDoorOptions): Promise<FrontDoor> {
  const server = createServer(async (incoming, response) => {
    const body = await buffer(incoming)
    const [, name] = INVOKE.exec(incoming.url!) ?? []
    const isQuery = QUERIES.test(String(incoming.headers['x-amz-target']))
    if (name !== undefined) await invoke(functions.get(name)!, incoming, body, response)
    else await handOn(isQuery ? athena : aws, incoming, body, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const FIFTEEN_MINUTES_MS = 900_000

/** As Lambda does: who asks for an event is answered at once, others with what the function returned or threw. */
async function invoke(
  { lambda, environment }: Deployed,
  { headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const run = lambda.invoke(JSON.parse(body.toString() || '{}'), environment(), FIFTEEN_MINUTES_MS)
  if (headers['x-amz-invocation-type'] === 'Event') {
    run.catch(() => undefined)
    response.writeHead(202).end()
    return
  }
  const { returned, thrown }: Invoked = await run
  if (thrown === undefined) response.writeHead(200).end(JSON.stringify(returned ?? null))
  else
    response
      .writeHead(200, { 'x-amz-function-error': 'Unhandled' })
      .end(JSON.stringify({ errorType: 'Error', errorMessage: thrown.split('\n')[0] }))
}

async function handOn(target: string, incoming: IncomingMessage, body: Buffer, response: ServerResponse) {
  const { 'transfer-encoding': _, expect: __, ...headers } = incoming.headers
  const outgoing = request(`${target}${incoming.url}`, {
    method: incoming.method!,
    headers: { ...headers, 'content-length': body.length, connection: 'close' },
  })
  outgoing.end(body)
  const [real] = (await once(outgoing, 'response')) as [IncomingMessage]
  const answered = await buffer(real)
  const { 'transfer-encoding': ___, connection: ____, ...answerHeaders } = real.headers
  response.writeHead(real.statusCode!, answerHeaders).end(answered)
}
