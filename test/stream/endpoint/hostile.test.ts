import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { CreateStreamCommand, type KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answerWith, openDoor, readBody } from '../../../packages/http/src/index.ts'
import type { Endpoint } from '../../../packages/stream/src/index.ts'
import { clientOf, running } from './running.ts'

const HEADERS = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.PutRecord' }
/** RFC 9113, section 6.5: what an HTTP/2 connection begins with on either side. */
const SETTINGS = 4
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

/** Writes pieces to a connection and returns what came back by the time it was closed, or a moment had passed. */
async function said(
  { url }: Pick<Endpoint, 'url'>,
  pieces: readonly (string | Uint8Array)[],
  millis = 300,
): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let heard = ''
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1')
  })
  const closed = new Promise(resolve => socket.on('close', resolve))
  socket.on('error', () => undefined) // it is cut off as it deserves
  for (const piece of pieces) {
    socket.write(piece)
    await pause(5)
  }
  await Promise.race([closed, pause(millis)])
  socket.destroy()
  return heard
}

/** Sends a body with the headers of PutRecord, or others, and returns the status and the error. */
async function answered({ url }: Endpoint, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'POST', headers: { ...HEADERS, ...headers }, body })
  const { __type, message } = (await response.json()) as { __type: string; message: string }
  return { status: response.status, __type, message }
}

async function expectToServe(endpoint: Endpoint): Promise<void> {
  const clients: KinesisClient[] = [clientOf(endpoint), clientOf(endpoint, { requestHandler: new NodeHttpHandler() })]
  for (const client of clients) expect((await client.send(new ListStreamsCommand({}))).StreamNames).toBeDefined()
}

describe('the endpoint', () => {
  it('serves on when strangers send it garbage', async () => {
    const endpoint = await running()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('', 'POST / HTTP/1.1\r\n', 'PRI', PREFACE, 'GET / HTTP/9.9\r\n\r\n', 'PRI * HTTP/1.1\r\n\r\n'),
        fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 3 }),
        async (begin, garbage) => {
          await said(endpoint, [begin, ...garbage], 10)
        },
      ),
      { numRuns: 60 },
    )
    await expectToServe(endpoint)
  })

  it('understands a connection that begins byte by byte', async () => {
    const endpoint = await running()
    const request =
      'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\nContent-Length: 2\r\n\r\n{}'
    expect(await said(endpoint, [...request], 500)).toMatch(/^HTTP\/1.1 200 OK.*"StreamNames":\[\]/s)
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
    const typeOfFrame = (await said(endpoint, [...PREFACE, settings])).charCodeAt(3)
    expect(typeOfFrame).toBe(SETTINGS)
  })

  it('refuses headers without an end', async () => {
    const endpoint = await running()
    const answer = await said(endpoint, ['POST / HTTP/1.1\r\n', `X-Long: ${'x'.repeat(100_000)}\r\n`])
    expect(answer).toMatch(/^HTTP\/1.1 431 /)
    const session = connectHttp2(endpoint.url)
    const failed = new Promise(resolve => {
      session.on('error', resolve)
      session.on('close', resolve)
      session.request({ ':method': 'POST', 'x-long': 'x'.repeat(100_000) }).on('error', resolve)
    })
    await failed
    session.destroy()
    await expectToServe(endpoint)
  })

  it('refuses bodies that are larger than any request can be, announced or not', async () => {
    const endpoint = await running()
    const head = `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202.PutRecord\r\n`
    expect(await said(endpoint, [`${head}Content-Length: 16777217\r\n\r\n`])).toMatch(
      /^HTTP\/1.1 413 .*Connection: close.*RequestEntityTooLargeException/is,
    )
    const chunk = `${(1024 * 1024).toString(16)}\r\n${'x'.repeat(1024 * 1024)}\r\n`
    const chunks = new Array(17).fill(chunk)
    expect(await said(endpoint, [`${head}Transfer-Encoding: chunked\r\n\r\n`, ...chunks], 5000)).toMatch(
      /^HTTP\/1.1 413 /,
    )
    const session = connectHttp2(endpoint.url)
    const request = session.request({ ':method': 'POST', ':path': '/', ...HEADERS })
    const status = new Promise(resolve => request.on('response', headers => resolve(headers[':status'])))
    request.on('error', () => undefined) // the rest of it is not wanted
    request.write(Buffer.alloc(17 * 1024 * 1024))
    expect(await status).toBe(413)
    session.destroy()
    await expectToServe(endpoint)
  })

  it('says what is wrong with a body', async () => {
    const endpoint = await running()
    await clientOf(endpoint).send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: 1 }))
    const put = (members: object) => JSON.stringify({ StreamName: 'audit', PartitionKey: 'k', Data: '', ...members })
    const serialization = { status: 400, __type: 'SerializationException' }
    const validation = { status: 400, __type: 'ValidationException' }
    expect(await answered(endpoint, '{"StreamName": "au')).toMatchObject(serialization)
    expect(await answered(endpoint, '')).toMatchObject(serialization)
    expect(await answered(endpoint, '[]')).toMatchObject(serialization)
    expect(await answered(endpoint, 'null')).toMatchObject(serialization)
    expect(await answered(endpoint, new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject(serialization)
    expect(await answered(endpoint, '['.repeat(100_000))).toMatchObject(serialization)
    for (const Data of ['a', 'abc', 'a===', 'ab=c', 'a b=', '\u{1F511}', 'YQ']) {
      expect(await answered(endpoint, put({ Data }))).toEqual({ ...serialization, message: 'Data must be Base64' })
    }
    expect(await answered(endpoint, put({ Data: null }))).toMatchObject(serialization)
    expect(await answered(endpoint, put({ PartitionKey: 7 }))).toMatchObject({
      ...validation,
      message: 'PartitionKey must be a text of 1 to 256 characters',
    })
    expect(await answered(endpoint, put({ ExplicitHashKey: String(2n ** 128n) }))).toMatchObject({
      __type: 'InvalidArgumentException',
    })
    expect(await answered(endpoint, put({ StreamName: '__proto__' }))).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
    expect(await answered(endpoint, put({ DryRun: true }))).toMatchObject({ __type: 'DryRunOperationException' })
  })

  it('says what is wrong with a request', async () => {
    const endpoint = await running()
    const unknown = { status: 400, __type: 'UnknownOperationException' }
    expect(await answered(endpoint, '{}', { 'x-amz-target': 'Kinesis_20131202.toString' })).toMatchObject(unknown)
    expect(await answered(endpoint, '{}', { 'x-amz-target': 'DynamoDB_20120810.ListTables' })).toMatchObject(unknown)
    expect(await answered(endpoint, '{}', { 'content-type': 'application/x-amz-cbor-1.1' })).toMatchObject({
      __type: 'SerializationException',
      message: expect.stringContaining('AWS_CBOR_DISABLE'),
    })
    expect(await (await fetch(endpoint.url)).json()).toMatchObject({ __type: 'UnknownOperationException' })
  })

  it('serves no page in a browser', async () => {
    const endpoint = await running()
    const list = { 'x-amz-target': 'Kinesis_20131202.ListStreams', origin: 'http://127.0.0.1:8080' }
    expect(await answered(endpoint, '{}', list)).toMatchObject({ status: 400, __type: 'AccessDeniedException' })
    const preflight = await fetch(endpoint.url, { method: 'OPTIONS', headers: { origin: 'http://evil.example' } })
    expect(preflight.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('waits for a body only so long', async () => {
    const door = await openDoor(0, exchange =>
      answerWith(exchange, async () => ({ json: { bytes: (await readBody(exchange.request, 100)).length } })),
    )
    onTestFinished(() => door.close())
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n'
    expect(await said(door, [head, '01234', '56789'])).toContain('{"bytes":10}')
    expect(await said(door, [head, '01234'])).toMatch(/^HTTP\/1.1 408 .*RequestTimeoutException/s)
  })

  it('closes while a body is still coming, and callers go away', async () => {
    const endpoint = await running()
    const socket = connect(Number(new URL(endpoint.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202.PutRecord\r\nContent-Length: 100\r\n\r\n{`,
    )
    const away = connect(Number(new URL(endpoint.url).port), '127.0.0.1')
    away.write(
      `POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\nContent-Length: 2\r\n\r\n{}`,
    )
    away.destroy()
    await pause(50)
    const closed = new Promise(resolve => socket.on('close', resolve))
    await endpoint.close()
    await closed
    await expect(fetch(endpoint.url)).rejects.toThrow()
  })
})
