import { AwsError } from './aws-error.ts'
import { type Answer, answerWith, type Exchange, type Request } from './exchange.ts'
import { Input } from './input.ts'
import type { MemoryBudget } from './memory-budget.ts'
import { bodyBytesOf, MAX_BODY_BYTES, readBody } from './request-body.ts'

const BODY_MS = 30_000
const SMALL_BYTES = 64 * 1024

/** An API that speaks the AWS JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export interface JsonService {
  /** What stands before the operation in `X-Amz-Target`, such as `Kinesis_20131202`. */
  readonly target: string
  /** Whether there is such an operation. */
  has(operation: string): boolean
  /** Bytes that the answer of an operation may take at the most, where those are many. */
  answerBytes(operation: string): number
  /** @throws AwsError for what is the caller's fault */
  answer(operation: string, input: Input, exchange: Exchange): Promise<Answer>
}

/** Serves requests of an API, as many at a time as the budget has memory for. */
export function serveJson(service: JsonService, budget: MemoryBudget): (exchange: Exchange) => Promise<void> {
  return async exchange => {
    let held = bytesFor(exchange.request, service)
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
function bytesFor(request: Request, service: JsonService): number {
  const body = Math.min(bodyBytesOf(request), MAX_BODY_BYTES)
  return Math.max(SMALL_BYTES, body, service.answerBytes(operationOf(request, service) ?? ''))
}

async function answer(exchange: Exchange, service: JsonService): Promise<Answer> {
  const { request } = exchange
  const operation = operationOf(request, service)
  checkCaller(request)
  if (operation === undefined || !service.has(operation)) throw unknownOperation(request)
  return await service.answer(operation, new Input(parse(await readBody(request, BODY_MS))), exchange)
}

function operationOf({ headers }: Request, { target }: JsonService): string | undefined {
  const [service, operation, ...more] = String(headers['x-amz-target']).split('.')
  return service === target && more.length === 0 ? operation : undefined
}

function unknownOperation({ headers }: Request): AwsError {
  const target = headers['x-amz-target']
  return new AwsError('UnknownOperationException', `this endpoint has no operation ${target ?? '(no X-Amz-Target)'}`)
}

/** Every browser says where a page that sends a POST comes from: an audit log is no page's business. */
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
