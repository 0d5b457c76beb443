/** Control characters, marks that turn the direction of writing, invisible ones, halves of characters. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu

/** @example codePoint('\u202e') // 'U+202E' */
export function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}

/**
 * A text in which every character can be seen: those that cannot stand as their code points.
 *
 * @example
 * visible('gnp\u202eexe') // 'gnp[U+202E]exe'
 */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, character => `[${codePoint(character)}]`)
}

const LONGEST = 160 // characters of a value that a page shows

/** A text cut to what a page has room for, and its length where it was cut. */
export function cut(text: string): { readonly text: string; readonly length: number | null } {
  const characters = Array.from(text)
  if (characters.length <= LONGEST) return { text, length: null }
  return { text: `${characters.slice(0, LONGEST).join('')}…`, length: characters.length }
}
