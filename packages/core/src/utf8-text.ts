const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes read as UTF-8, piece by piece. */
export interface Utf8Text {
  /**
   * The text between two byte offsets.
   *
   * @throws TypeError when it is not UTF-8: see `isUtf8`
   */
  slice(start: number, end: number): string
  /** Whether the bytes between two offsets are valid UTF-8. */
  isUtf8(start: number, end: number): boolean
}

/**
 * Prepares bytes for being read piece by piece.
 *
 * Nearly all audit logs are ASCII: there one decoding of the whole serves all pieces, because byte and character
 * offsets are the same.
 */
export function utf8Text(bytes: Uint8Array): Utf8Text {
  const whole = decodeOrNull(bytes)
  if (whole !== null && whole.length === bytes.length) {
    return { slice: (start, end) => whole.slice(start, end), isUtf8: () => true }
  }
  return {
    slice: (start, end) => strict.decode(bytes.subarray(start, end)),
    isUtf8: (start, end) => whole !== null || decodeOrNull(bytes.subarray(start, end)) !== null,
  }
}

function decodeOrNull(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}
