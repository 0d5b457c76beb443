import type { Random } from '../../../packages/cli/src/demo/random.ts'
import type { Fault, Seen } from '../../lake/aws/fault-proxy.ts'

/** What can go wrong with a request, as AWS or the network does it. */
interface Trouble {
  readonly name: string
  happensTo(seen: Seen): boolean
  fault(seen: Seen): Fault
}

const isS3 = ({ target }: Seen) => target === ''
const isConditional = ({ headers }: Seen) => 'if-match' in headers || 'if-none-match' in headers
const isBatch = ({ target }: Seen) => target.endsWith('.PutRecordBatch')

const s3Refuses = (status: number, code: string): Fault => ({
  kind: 'answer',
  status,
  body: `<Error><Code>${code}</Code><Message>try again</Message></Error>`,
})

const refuses = (type: string): Fault => ({
  kind: 'answer',
  status: 400,
  body: JSON.stringify({ __type: type, message: 'Rate exceeded' }),
})

const TROUBLES: readonly Trouble[] = [
  { name: 'S3 says SlowDown', happensTo: isS3, fault: () => s3Refuses(503, 'SlowDown') },
  {
    name: 'S3 says 409 to a conditional write',
    happensTo: isConditional,
    fault: () => s3Refuses(409, 'ConditionalRequestConflict'),
  },
  {
    // the client sends it again, and is refused with 412 by what it did itself
    name: 'the answer to a conditional write is lost',
    happensTo: isConditional,
    fault: () => ({ kind: 'reset', done: true }),
  },
  {
    name: 'Glue throttles',
    happensTo: ({ target }) => target.startsWith('AWSGlue.'),
    fault: () => refuses('ThrottlingException'),
  },
  {
    name: 'Athena throttles',
    happensTo: ({ target }) => target.startsWith('AmazonAthena.'),
    fault: () => refuses('TooManyRequestsException'),
  },
  { name: 'Firehose takes some records only', happensTo: isBatch, fault: takesAllButTheFirst },
  { name: 'Firehose takes no record, and says 200', happensTo: isBatch, fault: takesNone },
  { name: 'the connection breaks before', happensTo: () => true, fault: () => ({ kind: 'reset', done: false }) },
  { name: 'the answer is lost', happensTo: () => true, fault: () => ({ kind: 'reset', done: true }) },
  { name: 'the answer breaks off', happensTo: () => true, fault: () => ({ kind: 'cut' }) },
  { name: 'the answer is slow', happensTo: () => true, fault: () => ({ kind: 'slow', ms: 300 }) },
]

const REFUSED = { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' }

function takesNone({ body }: Seen): Fault {
  const RequestResponses = recordsOf(body).map(() => REFUSED)
  const answer = { FailedPutCount: RequestResponses.length, RequestResponses }
  return { kind: 'answer', status: 200, body: JSON.stringify(answer) }
}

function takesAllButTheFirst(seen: Seen): Fault {
  if (recordsOf(seen.body).length < 2) return takesNone(seen)
  return {
    kind: 'rewrite',
    request: body => JSON.stringify({ ...JSON.parse(body), Records: recordsOf(body).slice(1) }),
    answer(body) {
      const { RequestResponses } = JSON.parse(body)
      return JSON.stringify({ FailedPutCount: 1, RequestResponses: [REFUSED, ...RequestResponses] })
    },
  }
}

function recordsOf(body: string): readonly unknown[] {
  return JSON.parse(body).Records
}

/** Whether it changes partitions: who gets no answer to that must not publish for eight minutes, nor may anybody else. */
export function isPublishing({ target }: Seen): boolean {
  return /^AWSGlue\.Batch(Create|Update)Partition$/.test(target)
}

/** Makes requests go wrong, by chance that can be repeated, and counts what it did. */
export class Mischief {
  readonly done = new Map<string, number>()
  private readonly random: Random
  private readonly rate: number

  /** @param rate how many requests go wrong, from 0 to 1 */
  constructor(random: Random, rate: number) {
    this.random = random
    this.rate = rate
  }

  /** What was done least to such requests comes next. */
  faultOf(seen: Seen): Fault | undefined {
    if (!this.random.chance(this.rate)) return undefined
    const possible = TROUBLES.filter(({ happensTo }) => happensTo(seen))
    const least = Math.min(...possible.map(({ name }) => this.done.get(name) ?? 0))
    const { name, fault } = this.random.pick(possible.filter(trouble => (this.done.get(trouble.name) ?? 0) === least))
    this.done.set(name, least + 1)
    return fault(seen)
  }
}

/** All that can be done. */
export const TROUBLE_NAMES: readonly string[] = TROUBLES.map(({ name }) => name)
