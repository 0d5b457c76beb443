import { AwsError } from '../aws-error.ts'
import { Input } from '../input.ts'
import type { Service } from '../operation.ts'
import { operations } from '../operations/index.ts'
import { subscribeToShard } from '../operations/subscribe.ts'
import { type Answer, answerWith, type Exchange, type Request } from './exchange.ts'
import type { MemoryBudget } from './memory-budget.ts'
import { bodyBytesOf, MAX_BODY_BYTES, readBody } from './request-body.ts'

const TARGET = /^Kinesis_20131202\.(\w+)$/
const BODY_MS = 30_000
/** What an answer may take at the most: 10 MiB of records in Base64, and what is around them. */
const ANSWER_BYTES = 16 * 1024 * 1024
const SMALL_BYTES = 64 * 1024

/** Serves requests of the AWS JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function serveJson(service: Service, budget: MemoryBudget): (exchange: Exchange) => Promise<void> {
  return async exchange => {
    let held = bytesFor(exchange.request)
    await budget.take(held)
    const giveBack = () => {
      budget.giveBack(held)
      held = 0
    }
    await answerWith(exchange, async () => {
      const given = await answer(exchange, service)
      if ('events' in given) giveBack() // they go on for minutes, a small one at a time
      return given
    })
    giveBack()
  }
}

/** Bytes that a request and its answer may need. */
function bytesFor(request: Request): number {
  const body = Math.min(bodyBytesOf(request), MAX_BODY_BYTES)
  return Math.max(SMALL_BYTES, body, operationOf(request) === 'GetRecords' ? ANSWER_BYTES : 0)
}

async function answer({ request, response, closing }: Exchange, service: Service): Promise<Answer> {
  const name = operationOf(request)
  checkCaller(request)
  const operation = operations.get(name ?? '')
  if (!operation && name !== 'SubscribeToShard') throw unknownOperation(request)
  const input = new Input(parse(await readBody(request, BODY_MS)))
  service.limits?.callRates.count(name!, input)
  if (operation) return { json: await operation(input, service) }
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return { events: subscribeToShard(input, service, AbortSignal.any([gone.signal, closing])) }
}

function operationOf({ headers }: Request): string | undefined {
  return TARGET.exec(String(headers['x-amz-target']))?.[1]
}

function unknownOperation({ headers }: Request): AwsError {
  const target = headers['x-amz-target']
  return new AwsError('UnknownOperationException', `this endpoint has no operation ${target ?? '(no X-Amz-Target)'}`)
}

/** Every browser says where a page that sends a POST comes from: the stream is no page's business. */
function checkCaller({ method, headers }: Request): void {
  if (headers.origin !== undefined) throw new AwsError('AccessDeniedException', 'pages in a browser are not served')
  if (method !== 'POST') throw new AwsError('UnknownOperationException', `${method} is not served: send a POST`)
  const type = headers['content-type'] ?? ''
  if (type.includes('cbor')) {
    throw new AwsError('SerializationException', 'CBOR is not served: set AWS_CBOR_DISABLE=1, or cborEnabled to false')
  }
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw new AwsError('SerializationException', `the request is no JSON: ${String(error)}`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new AwsError('SerializationException', 'the request is no JSON object')
}
