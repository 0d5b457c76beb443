import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako'

/** What became of gzipped bytes: the bytes, or why there are none. */
export type Gunzipped =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: 'gzip_corrupt' | 'gzip_too_large'; readonly message: string }

const GZIP_ONLY = 16 // RFC 1952 only, no raw or zlib streams: zlib.h, inflateInit2
const WINDOW_BITS = 15
const CHUNK = 1 << 16 // bytes inflated at a time

/**
 * Tells whether bytes start as a gzip member does (RFC 1952, 2.3.1).
 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

/**
 * Inflates all members of a gzip file, checking each member's CRC and length.
 *
 * Zero bytes after the last member are padding, as `gzip -d` has it; anything else after it is corruption,
 * because bytes that belong to no member would otherwise vanish.
 *
 * @param maxBytes the most that may come out: 10 MiB can inflate to 10 GiB
 */
export function gunzip(bytes: Uint8Array, maxBytes: number): Gunzipped {
  return inflate(bytes, maxBytes, end => isPadding(bytes, end))
}

/**
 * Inflates the one gzip member that bytes begin with, whatever comes behind it.
 *
 * @returns its content and where it ends, or null when it is corrupt, or has more than `maxBytes`
 */
export function gunzipMember(bytes: Uint8Array, maxBytes: number): { bytes: Uint8Array; end: number } | null {
  let end = 0
  const plain = inflate(bytes, maxBytes, at => {
    end = at
    return true
  })
  return plain.ok ? { bytes: plain.bytes, end } : null
}

/** @param isLast told where each member ends, says whether no other is to be inflated */
function inflate(bytes: Uint8Array, maxBytes: number, isLast: (end: number) => boolean): Gunzipped {
  const stream = new ZStream()
  zlibInflateInit2(stream, WINDOW_BITS + GZIP_ONLY)
  stream.input = bytes
  stream.avail_in = bytes.length
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    stream.output = new Uint8Array(CHUNK)
    stream.next_out = 0
    stream.avail_out = CHUNK
    const status = zlibInflate(stream, Z_NO_FLUSH)
    if (stream.next_out > 0) chunks.push(stream.output.subarray(0, stream.next_out))
    size += stream.next_out
    if (size > maxBytes) return failed('gzip_too_large', `gzip inflates to more than ${maxBytes} bytes`)
    if (status === Z_STREAM_END) {
      if (isLast(stream.next_in)) return { ok: true, bytes: concat(chunks, size) }
      zlibInflateReset(stream)
    } else if (status === Z_BUF_ERROR || (status === Z_OK && stream.avail_in === 0 && stream.avail_out > 0)) {
      return failed('gzip_corrupt', `gzip ends after ${bytes.length} bytes, in the middle of a member`)
    } else if (status !== Z_OK) {
      return failed('gzip_corrupt', `gzip: ${stream.msg} at byte ${stream.next_in}`)
    }
  }
}

function failed(reason: 'gzip_corrupt' | 'gzip_too_large', message: string): Gunzipped {
  return { ok: false, reason, message }
}

function isPadding(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (bytes[at] !== 0) return false
  return true
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
