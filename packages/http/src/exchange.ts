import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { constants, type Http2ServerRequest } from 'node:http2'
import type { Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { AwsError } from './aws-error.ts'

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

/** What a request is answered with: an object, messages of an event stream, or bytes as they are. */
export type Answer = { readonly json: object } | { readonly events: AsyncIterable<Uint8Array> } | Bytes

/** An answer that is neither, such as a file. */
export interface Bytes {
  readonly status: number
  /** `content-length` has to be among them. */
  readonly headers: Readonly<Record<string, string | number>>
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** Answers a request, or says what was wrong with it. Nothing of what goes wrong here goes any further. */
export async function answerWith({ request, response }: Exchange, answer: () => Promise<Answer>): Promise<void> {
  const given = await answer().catch(describedError)
  try {
    const headers = { 'x-amzn-requestid': randomUUID(), ...(mustClose(request) && { connection: 'close' }) }
    if ('json' in given) await sendJson(response, headers, given)
    else if ('events' in given) await send(response, 200, { ...headers, ...EVENT_STREAM }, given.events)
    else await send(response, given.status, { ...headers, ...given.headers }, given.bytes)
    if (!request.complete) stopReceiving(request)
  } catch {
    response.destroy() // the caller went
  }
}

type Headers = Readonly<Record<string, string | number>>

const EVENT_STREAM = { 'content-type': 'application/vnd.amazon.eventstream' }

interface Json {
  readonly json: object
  readonly status?: number
}

async function sendJson(response: Response, headers: Headers, { json, status = 200 }: Json): Promise<void> {
  const body = Buffer.from(JSON.stringify(json))
  const own = { 'content-type': 'application/x-amz-json-1.1', 'content-length': body.length }
  response.writeHead(status, { ...headers, ...own })
  response.end(body)
  await finished(response, { readable: false }) // sees a caller that goes, which a pipeline over HTTP/2 does not
}

async function send(response: Response, status: number, headers: Headers, bytes: Bytes['bytes']): Promise<void> {
  response.writeHead(status, headers)
  await pipeline(bytes, response)
}

/** A body that was not read to its end leaves an HTTP/1.1 connection where no next request can be found. */
function mustClose(request: Request): boolean {
  return !request.complete && request.httpVersionMajor === 1
}

/** RFC 9113, section 8.1: a whole answer may come before the whole request, whose rest is then asked not to be sent. */
function stopReceiving(request: Request): void {
  if ('stream' in request) request.stream.close(constants.NGHTTP2_NO_ERROR)
}

function describedError(error: unknown): Json {
  if (!(error instanceof AwsError)) return { status: 500, json: { __type: 'InternalFailure', message: String(error) } }
  const { status, name, message, more } = error
  return { status, json: { __type: name, message, ...more } }
}
