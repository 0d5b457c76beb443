const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu

/**
 * A text that may come from anybody, harmless for a terminal: control characters, escape sequences and marks that turn
 * the direction of writing are shown by their code points.
 *
 * @example
 * printable('\u001b[31mred') // '\\u001b[31mred'
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, character => {
    const code = character.codePointAt(0)!.toString(16)
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })
}
