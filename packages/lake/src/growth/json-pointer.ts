const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/

/**
 * The tokens of a JSON Pointer (RFC 6901): names of members and indexes of elements; null for a text that is none.
 *
 * @example
 * pointerTokens('/spec/a~1b') // ['spec', 'a/b']
 */
export function pointerTokens(pointer: string): string[] | null {
  if (!POINTER.test(pointer)) return null
  return pointer
    .split('/')
    .slice(1)
    .map(token => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/**
 * The JSON Pointer of tokens.
 *
 * @example
 * pointerOf(['spec', 'a/b']) // '/spec/a~1b'
 */
export function pointerOf(tokens: readonly string[]): string {
  return tokens.map(token => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/**
 * The same place as a path of SQL, in the form that Athena's JSON functions take.
 *
 * @example
 * sqlPathOf('/spec/a.b') // '$["spec"]["a.b"]'
 */
export function sqlPathOf(pointer: string): string {
  return `$${pointerTokens(pointer)!
    .map(token => `["${token.replace(/["\\]/g, '\\$&')}"]`)
    .join('')}`
}
