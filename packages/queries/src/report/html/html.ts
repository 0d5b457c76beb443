/** Text that is HTML already. Whatever is not is escaped when it is put into some. */
export interface Html {
  readonly html: string
}

type Part = Html | readonly Html[] | string | number | null

/**
 * HTML with values in it: texts are escaped, HTML is put in as it is, null is nothing.
 *
 * @example
 * html`<p>${'1 < 2'}</p>` // { html: '<p>1 &lt; 2</p>' }
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((text, string, i) => text + htmlOf(parts[i - 1] ?? null) + string) }
}

/** A text that is HTML already: for what we wrote ourselves, and nothing else. */
export function verbatim(text: string): Html {
  return { html: text }
}

function htmlOf(part: Part): string {
  if (part === null) return ''
  if (typeof part !== 'object') return escaped(String(part))
  return 'html' in part ? part.html : part.map(({ html }) => html).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]!)
}
