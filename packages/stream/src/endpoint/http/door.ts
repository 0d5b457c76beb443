import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Exchange } from './exchange.ts'

/** RFC 9113, section 3.4: what a connection begins with that speaks HTTP/2 by prior knowledge. */
const HTTP2_PREFACE = 'PRI * HTTP/2.0'
const MAX_CONNECTIONS = 1024
const MAX_STREAMS = 128
/** Milliseconds in which a connection has to say anything, and a request's head to be whole. */
const HEAD_MS = 10_000
/** Milliseconds after which a connection on which nothing moves is cut. */
const IDLE_MS = 60_000
/** Milliseconds that connections have to end by themselves at closing time. */
const GRACE_MS = 2000

/** A port that speaks HTTP. */
export interface Door {
  readonly url: string
  /** Lets nobody in any more, and returns when what was asked is answered. */
  close(): Promise<void>
}

/**
 * Opens a port of this machine for HTTP/1.1 and for HTTP/2 without TLS: the first bytes of a connection say which.
 *
 * @param port 0 for any that is free
 * @throws what listening throws, `EADDRINUSE` when the port is taken
 */
export async function openDoor(port: number, serve: (exchange: Exchange) => Promise<void>): Promise<Door> {
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  const underWay = new Set<Promise<void>>()
  const closing = new AbortController()

  function take(request: Exchange['request'], response: Exchange['response']): void {
    const served = serve({ request, response, closing: closing.signal }).finally(() => underWay.delete(served))
    underWay.add(served)
  }

  const http2 = createHttp2Server({ settings: { maxConcurrentStreams: MAX_STREAMS } }, take)
  http2.setTimeout(IDLE_MS)
  http2.on('session', session => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
  })

  const http1 = createServer(
    { headersTimeout: HEAD_MS, requestTimeout: IDLE_MS, keepAliveTimeout: IDLE_MS, connectionsCheckingInterval: 1000 },
    (request: IncomingMessage, response: ServerResponse) => take(request, response),
  )
  http1.setTimeout(IDLE_MS)
  http1.maxConnections = MAX_CONNECTIONS
  const [speakHttp1] = http1.listeners('connection') as ((socket: Socket) => void)[]
  http1.removeAllListeners('connection')
  http1.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    hearFirstBytes(socket, isHttp2 => {
      if (isHttp2) http2.emit('connection', socket)
      else speakHttp1!.call(http1, socket)
    })
  })

  await new Promise<void>((listening, failed) => {
    http1.once('error', failed)
    http1.listen(port, '127.0.0.1', listening)
  })

  return {
    url: `http://127.0.0.1:${(http1.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise(resolve => http1.close(resolve))
      closing.abort()
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, GRACE_MS)
      await Promise.allSettled(underWay)
      for (const session of sessions) session.close()
      http1.closeIdleConnections()
      await closed
      clearTimeout(cut)
      await Promise.allSettled(underWay) // what came in on an open connection in the meantime
    },
  }
}

/** Looks at what a connection begins with, and leaves it there. */
function hearFirstBytes(socket: Socket, heard: (isHttp2: boolean) => void): void {
  let begin = Buffer.alloc(0)
  const tooLate = setTimeout(() => socket.destroy(), HEAD_MS)
  socket.on('close', () => clearTimeout(tooLate))
  socket.on('readable', listen)

  function listen(): void {
    const bytes = socket.read() as Buffer | null
    if (bytes === null) return
    begin = Buffer.concat([begin, bytes])
    const text = begin.toString('latin1', 0, HTTP2_PREFACE.length)
    if (text.length < HTTP2_PREFACE.length && HTTP2_PREFACE.startsWith(text)) return // more has to come
    clearTimeout(tooLate)
    socket.off('readable', listen)
    socket.unshift(begin)
    heard(text === HTTP2_PREFACE)
  }
}
