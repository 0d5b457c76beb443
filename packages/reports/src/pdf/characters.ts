import { counted, cut, visible } from '@temporal-audit-lake/queries'

/** What the font has: Latin, Greek and Cyrillic letters, and the signs that reports use. */
const DRAWABLE =
  /[\n\u0020-\u007e\u00a0-\u024f\u0370-\u0373\u0376\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u04ff\u1e00-\u1ef9\u2010-\u2027\u2030-\u203a\u20ac\u2122]/u

/**
 * A text as the font can show it: a character that it lacks stands as its code point, so that none is lost unseen.
 *
 * @param most characters; default: as many as a page shows of a value
 *
 * @example
 * shown('\u05d0') // '[U+05D0]'
 */
export function shown(text: string, most?: number): string {
  const { text: start, length } = most === undefined ? cut(text) : { text, length: null }
  const drawn = Array.from(most === undefined ? visible(start) : visibleLines(start), character =>
    DRAWABLE.test(character)
      ? character
      : `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
  ).join('')
  return length === null ? drawn : `${drawn} (${counted(length)} characters)`
}

/** SQL keeps its lines. */
function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n')
}
