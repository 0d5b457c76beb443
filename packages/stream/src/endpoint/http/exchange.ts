import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { constants, type Http2ServerRequest } from 'node:http2'
import type { Writable } from 'node:stream'
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
  const { status, ...body } = await answer().then(body => ({ status: 200, ...body }), describedError)
  try {
    const headers = { 'x-amzn-requestid': randomUUID(), ...(mustClose(request) && { connection: 'close' }) }
    if ('json' in body) await sendJson(response, status, headers, body.json)
    else await sendEvents(response, headers, body.events)
    if (!request.complete) stopReceiving(request)
  } catch {
    response.destroy() // the caller went
  }
}

type Headers = Readonly<Record<string, string>>

async function sendJson(response: Response, status: number, headers: Headers, json: object): Promise<void> {
  const body = Buffer.from(JSON.stringify(json))
  const own = { 'content-type': 'application/x-amz-json-1.1', 'content-length': body.length }
  response.writeHead(status, { ...headers, ...own })
  response.end(body)
  await finished(response, { readable: false })
}

async function sendEvents(response: Response, headers: Headers, events: AsyncIterable<Uint8Array>): Promise<void> {
  response.writeHead(200, { ...headers, 'content-type': 'application/vnd.amazon.eventstream' })
  await pipeline(events, response)
}

/** A body that was not read to its end leaves an HTTP/1.1 connection where no next request can be found. */
function mustClose(request: Request): boolean {
  return !request.complete && request.httpVersionMajor === 1
}

/** RFC 9113, section 8.1: a whole answer may come before the whole request, whose rest is then asked not to be sent. */
function stopReceiving(request: Request): void {
  if ('stream' in request) request.stream.close(constants.NGHTTP2_NO_ERROR)
}

function describedError(error: unknown): Answer & { readonly status: number } {
  const { status, name, message } =
    error instanceof AwsError ? error : { status: 500, name: 'InternalFailure', message: String(error) }
  return { status, json: { __type: name, message } }
}
