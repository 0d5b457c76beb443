import { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { type Service, streamOf } from '../operation.ts'
import type { Stream } from '../storage/stream.ts'
import { decodeToken, encodeToken } from '../token.ts'

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
const TOKEN_MS = 300_000
/** What a request for a first page says, and a NextToken stands for. */
const FIRST_PAGE = ['StreamName', 'StreamARN', 'StreamCreationTimestamp', 'ShardFilter']

/** A request for a page of what a stream has. */
export interface PageRequest {
  readonly stream: Stream
  /** What the first page was asked for. */
  readonly asked: Input
  /** Name of the last thing on the page before; empty on the first page. */
  readonly after: string
}

/** @throws AwsError when the token is none, too old, or given together with what it stands for */
export function pageRequest(input: Input, service: Service): PageRequest {
  if (!input.has('NextToken')) return { stream: createdThen(input, streamOf(input, service)), asked: input, after: '' }
  if (input.has('StreamName') || input.has('StreamCreationTimestamp')) {
    throw new AwsError('InvalidArgumentException', 'NextToken stands for the stream: give it alone')
  }
  const token = decodeToken(input.text('NextToken', 1_048_576))
  if (!token) throw new AwsError('InvalidArgumentException', 'this is no NextToken')
  if (service.now() - token.issuedAt > TOKEN_MS) {
    throw new AwsError('ExpiredNextTokenException', 'the NextToken is too old: begin again')
  }
  const given = new Input(token)
  const asked = given.object('asked')
  return { stream: createdThen(asked, streamOf(asked, service)), asked, after: given.text('after') }
}

/** A stream of the same name may have been there before. */
function createdThen(input: Input, stream: Stream): Stream {
  const { name, createdAt } = stream.state
  if (input.has('StreamCreationTimestamp') && input.time('StreamCreationTimestamp') !== createdAt) {
    throw new AwsError('ResourceNotFoundException', `the stream ${name} was not made then`)
  }
  return stream
}

/** Cuts a page off what is left, and makes the token for what stays. */
export function pageOf<Thing>(
  rest: readonly Thing[],
  limit: number,
  nameOf: (thing: Thing) => string,
  { asked }: PageRequest,
  issuedAt: number,
): { readonly page: readonly Thing[]; readonly token: { readonly NextToken?: string } } {
  const page = rest.slice(0, limit)
  if (rest.length <= limit) return { page, token: {} }
  const token = { issuedAt, asked: asked.pick(FIRST_PAGE), after: nameOf(page.at(-1)!) }
  return { page, token: { NextToken: encodeToken(token) } }
}
