/**
 * Something that travels to the caller and comes back: Base64 of JSON, with the time it was given out.
 *
 * It is not signed: whoever makes one up gets no more than the operations give anyway.
 */
export interface Token {
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
}

/** What came back: all but the time is to be checked. */
export type DecodedToken = Token & Readonly<Record<string, unknown>>

export function encodeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64')
}

/** Null when it is none. */
export function decodeToken(text: string): DecodedToken | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
    if (typeof value !== 'object' || value === null || !('issuedAt' in value)) return null
    return typeof value.issuedAt === 'number' ? (value as DecodedToken) : null
  } catch {
    return null
  }
}
