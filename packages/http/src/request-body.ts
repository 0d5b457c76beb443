import { AwsError } from './aws-error.ts'
import type { Request } from './exchange.ts'

/**
 * The largest request that can be legal: 10 MiB of data in Base64, and around them 500 partition keys of 256 characters
 * that JSON may write in six bytes each.
 */
export const MAX_BODY_BYTES = 16 * 1024 * 1024

/** How many bytes a request's body may come to have. */
export function bodyBytesOf({ headers }: Request): number {
  const declared = headers['content-length'] ?? ''
  return /^\d+$/.test(declared) ? Number(declared) : MAX_BODY_BYTES
}

/**
 * Reads the body of a request.
 *
 * @param millis in which all of it has to come
 * @throws AwsError when it is too large or too slow; Error when the caller went
 */
export async function readBody(request: Request, millis: number): Promise<Buffer> {
  if (bodyBytesOf(request) > MAX_BODY_BYTES) throw tooLarge()
  const chunks: Buffer[] = []
  let bytes = 0
  let timer: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((whole, failed) => {
      timer = setTimeout(() => failed(tooSlow(millis)), millis)
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MAX_BODY_BYTES) failed(tooLarge())
        else chunks.push(chunk)
      })
      request.on('end', whole)
      request.on('error', failed)
      request.on('close', () => failed(new Error('the caller went before the request was whole')))
      if (request.destroyed) failed(new Error('the caller went'))
    })
    return Buffer.concat(chunks)
  } finally {
    clearTimeout(timer)
    request.pause()
  }
}

function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLargeException', `a request may have ${MAX_BODY_BYTES} bytes`)
}

function tooSlow(millis: number): AwsError {
  return new AwsError('RequestTimeoutException', `the request did not come whole within ${millis / 1000} s`)
}
