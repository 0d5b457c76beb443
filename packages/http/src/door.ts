import { createServer as createHttp1Server, type Server } from 'node:http'
import { createServer as createHttp2Server, type Http2Server, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Exchange } from './exchange.ts'
import { hearFirstBytes } from './first-bytes.ts'

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
  const underWay = new Set<Promise<void>>()
  const closing = new AbortController()
  const take: Take = (request, response) => {
    const served = serve({ request, response, closing: closing.signal }).finally(() => underWay.delete(served))
    underWay.add(served)
  }
  const http1 = http1Server(take)
  const http2 = http2Server(take)
  const sessions = sessionsOf(http2)
  const sockets = shareConnections(http1, http2)
  await listen(http1, port)
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

type Take = (request: Exchange['request'], response: Exchange['response']) => void

function http1Server(take: Take): Server {
  const options = {
    headersTimeout: HEAD_MS,
    requestTimeout: IDLE_MS,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: 1000,
  }
  const server = createHttp1Server(options, take)
  server.setTimeout(IDLE_MS)
  server.maxConnections = MAX_CONNECTIONS
  return server
}

function http2Server(take: Take): Http2Server {
  const server = createHttp2Server({ settings: { maxConcurrentStreams: MAX_STREAMS } }, take)
  server.setTimeout(IDLE_MS)
  return server
}

function sessionsOf(http2: Http2Server): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>()
  http2.on('session', session => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
  })
  return sessions
}

/** Has the one server, which listens, hand over to the other the connections that speak its language. */
function shareConnections(http1: Server, http2: Http2Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  const [speakHttp1] = http1.listeners('connection') as ((socket: Socket) => void)[]
  http1.removeAllListeners('connection')
  http1.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    hearFirstBytes(socket, HEAD_MS, isHttp2 => {
      if (isHttp2) http2.emit('connection', socket)
      else speakHttp1!.call(http1, socket)
    })
  })
  return sockets
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', listening)
  })
}
