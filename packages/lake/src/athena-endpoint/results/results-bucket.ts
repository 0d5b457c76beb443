import { type FileHandle, open } from 'node:fs/promises'
import type { Answer, Request } from '@temporal-audit-lake/http'
import type { Executions } from '../executions.ts'
import { BUCKET } from '../operation.ts'

/**
 * Answers GetObject and HeadObject of S3 for results of queries, with and without a range of bytes: drivers read large
 * results there.
 *
 * The bucket may stand in the path or before the name of the host.
 */
export async function resultObject({ url = '', method, headers }: Request, executions: Executions): Promise<Answer> {
  const id = KEY.exec(url)?.[1] ?? ''
  const result = executions.find(id)?.result
  if (!result) return failure(404, 'NoSuchKey', 'there is no such result, or it gave way to newer ones')
  const range = rangeOf(String(headers.range ?? ''), result.bytes)
  if (!range) return failure(416, 'InvalidRange', `the result has ${result.bytes} bytes`)
  const { from, to, isWhole } = range
  const described = {
    'content-type': 'text/csv',
    'content-length': to - from,
    'accept-ranges': 'bytes',
    etag: `"${id}"`,
    ...(!isWhole && { 'content-range': `bytes ${from}-${to - 1}/${result.bytes}` }),
  }
  const bytes = method === 'HEAD' ? [] : readFrom(await open(result.path), from, to)
  return { status: isWhole ? 200 : 206, headers: described, bytes }
}

const KEY = new RegExp(String.raw`^(?:/${BUCKET})?/athena-results/([\w-]+)\.(?:csv|txt)(?:\?|$)`)

interface ByteRange {
  readonly from: number
  /** Behind the last byte. */
  readonly to: number
  readonly isWhole: boolean
}

/** RFC 9110, section 14.1.2: what is no range of bytes is ignored; null for one that begins behind the end. */
function rangeOf(header: string, bytes: number): ByteRange | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? []
  if (first === undefined || first + last! === '') return { from: 0, to: bytes, isWhole: true }
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1)
  return from < to ? { from, to, isWhole: false } : null
}

const CHUNK_BYTES = 64 * 1024

/** From the open file, which stays readable when it is deleted. */
async function* readFrom(file: FileHandle, from: number, to: number): AsyncIterable<Uint8Array> {
  try {
    for (let at = from; at < to; ) {
      const length = Math.min(CHUNK_BYTES, to - at)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
      if (bytesRead === 0) throw new Error('the result is shorter than it was')
      yield buffer.subarray(0, bytesRead)
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function failure(status: number, code: string, message: string): Answer {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  const bytes = Buffer.from(xml)
  return { status, headers: { 'content-type': 'application/xml', 'content-length': bytes.length }, bytes: [bytes] }
}
