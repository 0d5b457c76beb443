import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { LakeError } from '../lake-error.ts'
import type { ObjectStore } from '../object-store.ts'

const KEY = 'catalog-lease.json'
/** How long after it began a change may still send something. */
const SEND_WITHIN_MS = 60_000
/** How long AWS takes a request for, after it was signed: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-signing.html */
const SIGNED_FOR_MS = 5 * 60_000
/** How far the clocks of two sealers may be apart. */
const CLOCKS_APART_MS = 2 * 60_000
const LEASE_MS = SEND_WITHIN_MS + SIGNED_FOR_MS + CLOCKS_APART_MS
const LOOK_AGAIN_MS = 1_000
const HELD = 'held'

/** Something that AWS's SDK sends: as much of it as a lease needs. */
interface Command {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's type of it differs from command to command
  readonly middlewareStack: { add(middleware: any, options: any): void }
}

/** Under what a change is made. */
export interface Change {
  /** Has a command refused, each time it is sent, once the lease no longer covers it. */
  guarded<Sent extends Command>(command: Sent): Sent
}

/**
 * Lets one process at a time change what cannot be compared and swapped, such as partitions in Glue.
 *
 * A process may stop for any time before any line, so a lease that is simply believed protects nothing. This one holds
 * all the same: no request is sent that was signed later than a minute after the lease was taken, AWS takes no request
 * five minutes after it was signed, and nobody else gets the lease before both are over. When an answer was lost, its
 * request may still be under way: then the lease is not given back but left to end.
 */
export interface CatalogLease {
  /** What a change must find as it is now; null when nobody ever made one. */
  token(): Promise<string | null>
  /**
   * Makes a change.
   *
   * @param token what was read before everything else that the change rests on
   * @returns false when somebody else has made one since; or is making one, after a second
   */
  change(token: string | null, run: (change: Change) => Promise<void>): Promise<boolean>
}

/** @param objects where the lease is kept: written by compare-and-swap */
export function catalogLease(objects: ObjectStore, now: () => number): CatalogLease {
  return {
    async token() {
      const object = await objects.get(KEY)
      if (!object) return null
      const until = heldUntil(new TextDecoder().decode(object.body))
      return until !== null && until > now() ? HELD : object.etag
    },
    async change(token, run) {
      if (token === HELD) {
        await setTimeout(LOOK_AGAIN_MS)
        return false
      }
      const takenAt = now()
      const held = await write(objects, token, new Date(takenAt + LEASE_MS).toISOString())
      if (held === null) return false
      const { change, mayBeGivenBack } = guard(takenAt + SEND_WITHIN_MS)
      try {
        await run(change)
      } finally {
        if (mayBeGivenBack()) await write(objects, held, null)
      }
      return true
    },
  }
}

/** @returns the etag; null when somebody else has written it since */
async function write(objects: ObjectStore, token: string | null, until: string | null): Promise<string | null> {
  // the id makes each of them another object: an etag must not come back
  const body = new TextEncoder().encode(JSON.stringify({ id: randomUUID(), heldUntil: until }))
  const put = await objects.put(KEY, body, token === null ? { ifNoneMatch: '*' } : { ifMatch: token })
  return put.written ? put.etag : null
}

function heldUntil(text: string): number | null {
  const { heldUntil: until } = JSON.parse(text) as { heldUntil: string | null }
  return until === null ? null : Date.parse(until)
}

interface Sending {
  readonly request: { readonly headers: Readonly<Record<string, string>> }
}

function guard(sendBefore: number): { change: Change; mayBeGivenBack: () => boolean } {
  let isAnswerLost = false
  const middleware = (next: (sending: Sending) => Promise<unknown>) => async (sending: Sending) => {
    if (signedAt(sending) >= sendBefore) throw tooLate()
    try {
      return await next(sending)
    } catch (error) {
      isAnswerLost ||= !isAnswer(error)
      throw error
    }
  }
  // after the signature, which is made anew for each try
  const step = { step: 'finalizeRequest', priority: 'low', name: 'catalogLease' }
  return {
    change: {
      guarded(command) {
        command.middlewareStack.add(middleware, step)
        return command
      },
    },
    mayBeGivenBack: () => !isAnswerLost,
  }
}

/** `20261122T100000Z`, as it is signed. */
function signedAt({ request }: Sending): number {
  const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(request.headers['x-amz-date'] ?? '') ?? []
  if (day === undefined || time === undefined) throw new Error('a request was not signed with its date')
  return Date.parse(`${day.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`)
}

function tooLate(): LakeError {
  return new LakeError('publishing took too long and was stopped, nothing is lost: `audit-lake seal` publishes again')
}

function isAnswer(error: unknown): boolean {
  return error instanceof Error && '$response' in error && error.$response !== undefined
}
