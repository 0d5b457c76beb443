import { crc32 } from 'node:zlib'

/**
 * A message of an event stream: lengths, their CRC-32, headers, payload, CRC-32 of all; every header is a text (type 7).
 *
 * https://docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html
 */
function eventStreamMessage(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const header = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)))
  const message = Buffer.alloc(12 + header.length + payload.length + 4)
  message.writeUInt32BE(message.length, 0)
  message.writeUInt32BE(header.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  header.copy(message, 12)
  message.set(payload, 12 + header.length)
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4)
  return message
}

/** An event with a JSON body. */
export function eventMessage(eventType: string, body: object): Buffer {
  return jsonMessage({ ':message-type': 'event', ':event-type': eventType }, body)
}

/** The error that ends an event stream. */
export function exceptionMessage(exceptionType: string, body: object): Buffer {
  return jsonMessage({ ':message-type': 'exception', ':exception-type': exceptionType }, body)
}

function jsonMessage(headers: Readonly<Record<string, string>>, body: object): Buffer {
  return eventStreamMessage({ ...headers, ':content-type': 'application/json' }, Buffer.from(JSON.stringify(body)))
}

const TEXT = 7

function encodeHeader(name: string, value: string): Buffer {
  const text = Buffer.from(value)
  const header = Buffer.alloc(1 + name.length + 3)
  header.writeUInt8(name.length, 0)
  header.write(name, 1, 'ascii')
  header.writeUInt8(TEXT, 1 + name.length)
  header.writeUInt16BE(text.length, 2 + name.length)
  return Buffer.concat([header, text])
}
