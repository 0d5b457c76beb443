import { createHash } from 'node:crypto'

/** Payloads of the dead letters of a lake, by their length: in memory that does not grow with what is in them. */
export class KnownPayloads {
  private readonly hashes = new Map<number, Set<string>>()
  private lengths: readonly number[] = []

  constructor(payloads: readonly (readonly [bytes: number, sha256: string])[]) {
    for (const [bytes, sha256] of payloads) {
      if (!this.hashes.has(bytes)) this.hashes.set(bytes, new Set())
      this.hashes.get(bytes)!.add(sha256)
    }
    this.lengths = [...this.hashes.keys()].sort((a, b) => b - a).slice(0, MOST_LENGTHS)
  }

  /**
   * Whether bytes are one payload, or several with nothing but blanks between: an archive does not say where a record
   * that was cut short ended, and another began.
   */
  explain(bytes: Uint8Array): boolean {
    if (this.hashes.get(bytes.length)?.has(hashOf(bytes))) return true
    if (bytes.length > MOST_BYTES) return false
    let rest = trimmed(bytes)
    while (rest.length > 0) {
      const length = this.lengths.find(some => some > 0 && some <= rest.length && this.isKnown(rest.subarray(0, some)))
      if (length === undefined) return false
      rest = trimmed(rest.subarray(length))
    }
    return true
  }

  private isKnown(bytes: Uint8Array): boolean {
    return this.hashes.get(bytes.length)!.has(hashOf(bytes))
  }
}

/** Lengths and bytes that are tried out: all of them would take too long where somebody sends much rubbish. */
const MOST_LENGTHS = 100
const MOST_BYTES = 64 * 1024

const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d])

function trimmed(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.length && BLANKS.has(bytes[start]!)) start++
  return bytes.subarray(start)
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
