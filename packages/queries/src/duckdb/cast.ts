import {
  argumentsOf,
  call,
  commentsOf,
  type Group,
  isParenthesised,
  isSymbol,
  isTrivia,
  isWord,
  type Node,
  nodeBefore,
  placeAfter,
  sql,
  trimmed,
} from './tree.ts'

const WHOLE_NUMBERS = ['tinyint', 'smallint', 'int', 'integer', 'bigint']

/**
 * `CAST(x AS type)` or `TRY_CAST(x AS type)` for DuckDB: types have other names there, and some casts another meaning.
 *
 * @param name `CAST` or `TRY_CAST`
 * @param nodes what stands in its parentheses
 * @returns null when there is no type
 * @example
 * CAST(x AS array(varchar)) // CAST(x AS varchar[])
 * CAST(x AS varchar)        // varchar_of(x)
 */
export function castFor(name: string, nodes: readonly Node[]): Node[] | null {
  const as = nodes.findLastIndex(node => isWord(node, 'as'))
  if (as < 0) return null
  const value = trimmed(nodes.slice(0, as))
  const type = nodes.slice(as + 1)
  const macro = isParameter(value) ? null : macroFor(value, type)
  if (macro) return name.toLowerCase() === 'try_cast' ? call('TRY', ...macro) : macro
  const words = type.filter(node => !isTrivia(node))
  const input = isWord(words[0], ...WHOLE_NUMBERS) && !isParameter(value) ? call('whole_number_of', ...value) : value
  return call(name, ...input, sql(' AS'), ...typeFor(type))
}

/** A parameter has no type yet that could tell which overload of a macro is meant. */
function isParameter(nodes: readonly Node[]): boolean {
  const [first, ...rest] = nodes.filter(node => !isTrivia(node))
  return isSymbol(first, '?') && rest.length === 0
}

/** A macro in place of a cast that means something else to DuckDB. */
function macroFor(value: readonly Node[], type: readonly Node[]): Node[] | null {
  const comments = commentsOf(type)
  const [first, second, ...rest] = type.filter(node => !isTrivia(node))
  if (isWord(first, 'json')) return call('to_json', ...value, ...comments)
  if (isWord(first, 'timestamp') && isWord(rest.at(-1) ?? second, 'zone'))
    return call('zoned_timestamp', ...value, ...comments)
  if (!isWord(first, 'varchar', 'char')) return null
  if (!second) return call('varchar_of', ...value, ...comments)
  return isParenthesised(second) && rest.length === 0
    ? call('left', ...call('varchar_of', ...value), sql(', '), ...comments, ...second.nodes)
    : null
}

/** A type's name for DuckDB: `array(map(varchar, bigint))` is `map(varchar, bigint)[]`. */
function typeFor(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node, i): readonly Node[] => {
    const next = nodes[placeAfter(nodes, i)]
    if (isWord(node, 'array') && isParenthesised(next)) return []
    if (isWord(node, 'row') && isParenthesised(next)) return [sql('STRUCT')]
    if (isWord(node, 'varbinary')) return [sql('BLOB')]
    if (
      isParenthesised(node) &&
      isWord(nodeBefore(nodes, i), 'timestamp') &&
      isWord(nodes[placeAfter(nodes, i)], 'with')
    )
      return []
    if (!isParenthesised(node)) return [node]
    return [isWord(nodeBefore(nodes, i), 'array') ? elementType(node) : { ...node, nodes: innerTypes(node) }]
  })
}

function elementType(group: Group): Group {
  return { ...group, open: '', nodes: typeFor(group.nodes), close: '[]' }
}

function innerTypes({ nodes }: Group): Node[] {
  return argumentsOf(nodes).flatMap((type, i) => (i === 0 ? typeFor(type) : [sql(', '), ...typeFor(type)]))
}
