/** A piece of a section. */
export type Block = { readonly kind: 'text'; readonly text: string }
