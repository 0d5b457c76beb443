import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { Readable, type Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { AwsError } from '../aws-error.ts'

export type Request = IncomingMessage | Http2ServerRequest

/** What the answers of both HTTP versions have in common. */
export interface Response extends Writable {
  writeHead(status: number, headers: Readonly<Record<string, string | number>>): unknown
}

/** A request, and where its answer goes. */
export interface Exchange {
  readonly request: Request
  readonly response: Response
  /** Aborts when the door closes: answers without an end come to one. */
  readonly closing: AbortSignal
}

/** What a request is answered with: an object, or messages of an event stream. */
export type Answer = { readonly json: object } | { readonly events: AsyncIterable<Uint8Array> }

/** Answers a request, or says what was wrong with it. Nothing of what goes wrong here goes any further. */
export async function answerWith({ request, response }: Exchange, answer: () => Promise<Answer>): Promise<void> {
  const requestId = randomUUID()
  try {
    await send(request, response, requestId, 200, await answer())
  } catch (error) {
    const { status, ...json } = describedError(error)
    await send(request, response, requestId, status, { json }).catch(() => undefined) // the caller went
  }
}

async function send(request: Request, response: Response, requestId: string, status: number, answer: Answer) {
  const headers = { 'x-amzn-requestid': requestId, ...(mustClose(request) && { connection: 'close' }) }
  if ('json' in answer) {
    const body = Buffer.from(JSON.stringify(answer.json))
    response.writeHead(status, {
      ...headers,
      'content-type': 'application/x-amz-json-1.1',
      'content-length': body.length,
    })
    response.end(body)
    await finished(response, { readable: false })
  } else {
    response.writeHead(status, { ...headers, 'content-type': 'application/vnd.amazon.eventstream' })
    await pipeline(Readable.from(answer.events), response)
  }
}

/** A body that was not read to its end leaves an HTTP/1.1 connection where no next request can be found. */
function mustClose(request: Request): boolean {
  return !request.complete && request.httpVersionMajor === 1
}

function describedError(error: unknown): {
  readonly status: number
  readonly __type: string
  readonly message: string
} {
  if (error instanceof AwsError) return { status: error.status, __type: error.name, message: error.message }
  return { status: 500, __type: 'InternalFailure', message: error instanceof Error ? error.message : String(error) }
}
