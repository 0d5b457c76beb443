import type { Token } from './tokens.ts'

/** What stands between two brackets. */
export interface Group {
  readonly kind: 'group'
  readonly open: string
  readonly nodes: readonly Node[]
  /** Empty where it is never closed. */
  readonly close: string
}

/** SQL as far as it is understood here: tokens, and brackets with what is in them. */
export type Node = Token | Group

const CLOSE_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']' }
/** DuckDB takes no expression that is deeper. */
const MAX_DEPTH = 1000

/** Finds the brackets that belong together; null for what is nested too deep. */
export function treeOf(tokens: readonly Token[]): Node[] | null {
  const open: { readonly open: string; readonly nodes: Node[] }[] = [{ open: '', nodes: [] }]
  const end = (close: string) => {
    const group = open.pop()!
    open.at(-1)!.nodes.push({ kind: 'group', ...group, close })
  }
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text in CLOSE_OF) open.push({ open: token.text, nodes: [] })
    else if (token.kind === 'symbol' && token.text === CLOSE_OF[open.at(-1)!.open]) end(token.text)
    else open.at(-1)!.nodes.push(token)
    if (open.length > MAX_DEPTH) return null
  }
  while (open.length > 1) end('')
  return open[0]!.nodes
}

export function textOf(nodes: readonly Node[]): string {
  return nodes.map(node => (node.kind === 'group' ? node.open + textOf(node.nodes) + node.close : node.text)).join('')
}

/** Whether a node is a blank or a comment. */
export function isTrivia(node: Node): boolean {
  return node.kind === 'space' || node.kind === 'comment'
}

/** The place of the first node after this one that is no trivia; -1 when there is none. */
export function placeAfter(nodes: readonly Node[], at: number): number {
  for (let i = at + 1; i < nodes.length; i++) if (!isTrivia(nodes[i]!)) return i
  return -1
}

/** The last node before this one that is no trivia. */
export function nodeBefore(nodes: readonly Node[], at: number): Node | undefined {
  for (let i = at - 1; i >= 0; i--) if (!isTrivia(nodes[i]!)) return nodes[i]
  return undefined
}

/** Whether a node is one of these words, in any case. */
export function isWord(node: Node | undefined, ...words: readonly string[]): boolean {
  return node?.kind === 'word' && words.includes(node.text.toLowerCase())
}

/** Whether a node is a pair of parentheses. */
export function isParenthesised(node: Node | undefined): node is Group {
  return node?.kind === 'group' && node.open === '('
}

/** Whether a node is this piece of punctuation. */
export function isSymbol(node: Node | undefined, text: string): boolean {
  return node?.kind === 'symbol' && node.text === text
}

/** SQL put in as it is. */
export function sql(text: string): Token {
  return { kind: 'symbol', text }
}

/** A function and its arguments. */
export function call(name: string, ...nodes: readonly Node[]): Node[] {
  return [sql(name), { kind: 'group', open: '(', nodes, close: ')' }]
}

/** What stands between the commas, without the blanks around it; nothing for nothing. */
export function argumentsOf(nodes: readonly Node[]): Node[][] {
  const found: Node[][] = [[]]
  for (const node of nodes) {
    if (isSymbol(node, ',')) found.push([])
    else found.at(-1)!.push(node)
  }
  return found.length === 1 && found[0]!.every(isTrivia) ? [] : found.map(trimmed)
}

/** Without the blanks around; one behind a comment stays, for it may be what ends the comment. */
export function trimmed(nodes: readonly Node[]): Node[] {
  const start = nodes[0]?.kind === 'space' ? 1 : 0
  const end = nodes.at(-1)?.kind === 'space' && nodes.at(-2)?.kind !== 'comment' ? -1 : undefined
  return nodes.slice(start, end)
}

/** The comments among these, each ended. */
export function commentsOf(nodes: readonly Node[]): Node[] {
  return nodes.flatMap(node => (node.kind === 'comment' ? [node, sql('\n')] : []))
}
