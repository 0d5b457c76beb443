import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What goes wrong with a request on its way. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly body?: string }
  /** The connection breaks before the request reaches the server, or after the server did what it says. */
  | { readonly kind: 'reset'; readonly done: boolean }
  /** The connection breaks in the middle of the answer's body. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** The server is sent something else, and what it answers is changed. */
  | { readonly kind: 'rewrite'; readonly request: (body: string) => string; readonly answer: (body: string) => string }

/** A request as it came by. */
export interface Seen {
  readonly method: string
  readonly path: string
  /** What the AWS SDK calls it: `AWSGlue.GetTable`; empty for S3. */
  readonly target: string
  readonly body: string
  readonly headers: IncomingHttpHeaders
}

/** An HTTP server that hands everything on to another one, except for what a test breaks. */
export interface FaultProxy {
  readonly url: string
  readonly seen: Seen[]
  /** The next requests that a test is about meet these faults, one each. */
  break(isMeant: (seen: Seen) => boolean, ...faults: readonly Fault[]): void
  /** The next request that a test is about waits for something before it goes on. */
  hold(isMeant: (seen: Seen) => boolean, until: () => Promise<void>): void
  /** From now on, says of every other request what goes wrong with it; the request waits for that. */
  judge(judgement: (seen: Seen) => Promise<Fault | undefined>): void
  stop(): Promise<void>
}

/** @param target where the real server is */
export async function faultProxy(target: string): Promise<FaultProxy> {
  const seen: Seen[] = []
  const faults: { isMeant: (seen: Seen) => boolean; fault: Fault }[] = []
  const holds: { isMeant: (seen: Seen) => boolean; until: () => Promise<void> }[] = []
  let judgement: (seen: Seen) => Promise<Fault | undefined> = async () => undefined
  const server = createServer(async (incoming, response) => {
    const body = await buffer(incoming)
    const one = seenOf(incoming, body)
    seen.push(one)
    const held = holds.findIndex(({ isMeant }) => isMeant(one))
    if (held >= 0) await holds.splice(held, 1)[0]!.until()
    const next = faults.findIndex(({ isMeant }) => isMeant(one))
    const fault = next < 0 ? await judgement(one) : faults.splice(next, 1)[0]!.fault
    await answer(target, incoming, body, response, fault)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    break: (isMeant, ...more) => faults.push(...more.map(fault => ({ isMeant, fault }))),
    hold: (isMeant, until) => holds.push({ isMeant, until }),
    judge(next) {
      judgement = next
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function seenOf({ method, url, headers }: IncomingMessage, body: Buffer): Seen {
  return {
    method: method!,
    path: decodeURIComponent(url!),
    target: String(headers['x-amz-target'] ?? ''),
    body: body.toString(),
    headers,
  }
}

async function answer(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  response.sendDate = false // clients that are told the date take their own clock for wrong, which tests set
  if (fault?.kind === 'answer') {
    response.writeHead(fault.status).end(fault.body)
    return
  }
  if (fault?.kind === 'reset' && !fault.done) {
    response.destroy()
    return
  }
  const real = await forwarded(
    target,
    incoming,
    fault?.kind === 'rewrite' ? Buffer.from(fault.request(String(body))) : body,
  )
  const answered = await buffer(real)
  const realBody = fault?.kind === 'rewrite' ? Buffer.from(fault.answer(String(answered))) : answered
  if (fault?.kind === 'reset') {
    response.destroy()
    return
  }
  if (fault?.kind === 'slow') await new Promise(resolve => setTimeout(resolve, fault.ms))
  const { 'transfer-encoding': _, date: __, ...headers } = real.headers
  response.writeHead(real.statusCode!, { ...headers, 'content-length': realBody.length, connection: 'keep-alive' })
  if (fault?.kind !== 'cut') response.end(realBody)
  else if (realBody.length < 2) response.destroy()
  else response.write(realBody.subarray(0, realBody.length / 2), () => response.destroy())
}

async function forwarded(target: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { 'transfer-encoding': _, expect: __, ...headers } = incoming.headers
  const outgoing = request(`${target}${incoming.url}`, {
    method: incoming.method!,
    headers: { ...headers, 'content-length': body.length, connection: 'close' },
  })
  outgoing.end(body)
  const [real] = (await once(outgoing, 'response')) as [IncomingMessage]
  return real
}
