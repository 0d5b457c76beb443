const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Whether the bytes between two positions are valid UTF-8. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  return isAscii(bytes, start, end) || decodeOrNull(bytes.subarray(start, end)) !== null
}

/**
 * The text between two positions.
 *
 * @throws TypeError when it is not UTF-8: see `isUtf8`
 */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return strict.decode(bytes.subarray(start, end))
}

/** Nearly all audit logs are ASCII, which is quicker to see, four bytes at a time, than to decode. */
function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let any = 0
  let at = start
  for (; at + 4 <= end; at += 4) any |= view.getInt32(at, true)
  for (; at < end; at++) any |= bytes[at]!
  return (any & 0x80808080) === 0
}

function decodeOrNull(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}
