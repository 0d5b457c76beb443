const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Bytes read as UTF-8, piece by piece.
 *
 * Nearly all audit logs are ASCII: there one decoding of the whole serves all pieces, because byte and character
 * offsets are the same.
 */
export class Utf8Text {
  private readonly bytes: Uint8Array
  /** Whether all of it is valid. */
  private readonly isValid: boolean
  private readonly ascii: string | null

  constructor(bytes: Uint8Array) {
    const whole = decodeOrNull(bytes)
    this.bytes = bytes
    this.isValid = whole !== null
    this.ascii = whole !== null && whole.length === bytes.length ? whole : null
  }

  /**
   * The text between two byte offsets.
   *
   * @throws TypeError when it is not UTF-8: see `isUtf8`
   */
  slice(start: number, end: number): string {
    return this.ascii === null ? strict.decode(this.bytes.subarray(start, end)) : this.ascii.slice(start, end)
  }

  /** Whether the bytes between two offsets are valid UTF-8. */
  isUtf8(start: number, end: number): boolean {
    return this.isValid || decodeOrNull(this.bytes.subarray(start, end)) !== null
  }
}

function decodeOrNull(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes)
  } catch {
    return null
  }
}
