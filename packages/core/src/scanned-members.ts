import { type Members, stringValue } from './members.ts'
import type { Found } from './scan.ts'
import type { Utf8Text } from './utf8-text.ts'

const QUOTE = 0x22

/**
 * The members of a record as the scanner found them; none is decoded before it is asked for.
 *
 * @param found of the last scan, vouched for; read before the next scan
 */
export class ScannedMembers implements Members {
  readonly unknownInPrincipal: readonly string[] = []
  private readonly bytes: Uint8Array
  private readonly text: Utf8Text
  private readonly found: Found
  private readonly start: number
  private readonly end: number

  constructor(bytes: Uint8Array, text: Utf8Text, found: Found, start: number, end: number) {
    this.bytes = bytes
    this.text = text
    this.found = found
    this.start = start
    this.end = end
  }

  has(slot: number): boolean {
    return this.found.spans[slot * 2] !== 0
  }

  json(slot: number): string | null {
    const start = this.found.spans[slot * 2]!
    return start === 0 ? null : this.text.slice(start, this.found.spans[slot * 2 + 1]!)
  }

  string(slot: number): string | null {
    const start = this.found.spans[slot * 2]!
    if (start === 0 || this.bytes[start] !== QUOTE) return null
    return stringValue(this.text.slice(start, this.found.spans[slot * 2 + 1]!))
  }

  get unknown(): readonly string[] {
    const { unknown } = this.found
    const members: string[] = []
    for (let i = 0; i < unknown.length; i += 2) members.push(this.text.slice(unknown[i]!, unknown[i + 1]!))
    return members
  }

  whole(): string {
    return this.text.slice(this.start, this.end)
  }
}
