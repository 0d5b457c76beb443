import type { Socket } from 'node:net'

/** RFC 9113, section 3.4: what a connection begins with that speaks HTTP/2 by prior knowledge. */
const HTTP2_PREFACE = 'PRI * HTTP/2.0'

/**
 * Looks at what a connection begins with, and leaves it there to be read.
 *
 * @param millis in which enough has to come, or the connection is cut
 * @param heard is told whether it is HTTP/2
 */
export function hearFirstBytes(socket: Socket, millis: number, heard: (isHttp2: boolean) => void): void {
  let begin = Buffer.alloc(0)
  const tooLate = setTimeout(() => socket.destroy(), millis)
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
