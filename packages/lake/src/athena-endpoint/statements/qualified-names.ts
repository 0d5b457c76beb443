import { type Token, tokensOf } from '@temporal-audit-lake/queries'

/** What the names in a text may begin with. */
export interface NameSpace {
  readonly catalog: string
  /** Names of the database, the one that drivers use when they are told none included. */
  readonly databases: readonly string[]
  /** Tables and views of the lake. */
  readonly tables: readonly string[]
  /** Tables of `information_schema`, as SELECTs. */
  readonly informationSchema: Readonly<Record<string, string>>
}

/**
 * Names as the lake's own engine has them, where there is one database: `"audit_lake"."audit_logs"` is `audit_logs`, and
 * a table of `information_schema` is what is selected for it.
 *
 * Tools that build SQL write every name in full.
 */
export function withShortNames(text: string, names: NameSpace): string {
  const tokens = tokensOf(text)
  const made: string[] = []
  for (let at = 0; at < tokens.length; ) {
    const found = isSymbol(tokens[at - 1], '.') ? null : shortened(tokens, at, names)
    made.push(found?.text ?? tokens[at]!.text)
    at += found?.tokens ?? 1
  }
  return made.join('')
}

interface Shortened {
  readonly text: string
  /** How many tokens it stands for. */
  readonly tokens: number
}

/** `catalog.database.table` is five tokens, `database.table` three. */
function shortened(tokens: readonly Token[], at: number, names: NameSpace): Shortened | null {
  const hasCatalog = isName(tokens[at], names.catalog) && isSymbol(tokens[at + 1], '.')
  const begin = hasCatalog ? at + 2 : at
  const [database, dot, table] = tokens.slice(begin, begin + 3)
  if (!isSymbol(dot, '.') || table === undefined) return null
  const length = begin + 3 - at
  if (isName(database, 'information_schema')) {
    const select = names.informationSchema[nameOf(table) ?? '']
    return select === undefined ? null : { text: `(${select})`, tokens: length }
  }
  const isOurs = names.databases.some(name => isName(database, name)) && names.tables.includes(nameOf(table) ?? '')
  return isOurs ? { text: table.text, tokens: length } : null
}

/** A name in lower case, as Athena compares them. */
function nameOf({ kind, text }: Token): string | null {
  if (kind === 'word') return text.toLowerCase()
  return kind === 'quoted' ? text.slice(1, -1).toLowerCase() : null
}

function isName(token: Token | undefined, name: string): boolean {
  return token !== undefined && nameOf(token) === name.toLowerCase()
}

function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === 'symbol' && token.text === text
}
