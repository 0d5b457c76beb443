/**
 * What was found in one record, by slot of the shape: the same whether the scanner found it or JSON.parse.
 */
export interface Members {
  /** Whether the member is there, be it null. */
  has(slot: number): boolean
  /** The exact JSON text of the member's value, or null when it is not there. */
  json(slot: number): string | null
  /** The value of the member when it is a JSON string, else null. */
  string(slot: number): string | null
  /** The exact texts `"key":value` of members the shape does not know, and of all but the last of repeated ones. */
  readonly unknown: readonly string[]
  /** The same within `principal`. */
  readonly unknownInPrincipal: readonly string[]
  /** The exact text of the whole record. */
  whole(): string
}

/** The value of a JSON string literal. */
export function stringValue(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1)
}
