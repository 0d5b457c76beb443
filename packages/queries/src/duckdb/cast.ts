import {
  argumentsOf,
  call,
  type Group,
  isParenthesised,
  isTrivia,
  isWord,
  type Node,
  nodeBefore,
  placeAfter,
  sql,
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
  const value = nodes.slice(0, as)
  const type = nodes.slice(as + 1)
  const trivia = type.filter(isTrivia)
  const [first, second, ...rest] = type.filter(node => !isTrivia(node))
  const tried = (made: Node[]) => (name.toLowerCase() === 'try_cast' ? call('TRY', ...made) : made)
  if (isWord(first, 'varchar', 'char') && !second) return tried(call('varchar_of', ...value, ...trivia))
  if (isWord(first, 'varchar', 'char') && isParenthesised(second) && rest.length === 0)
    return tried(call('left', ...call('varchar_of', ...value), sql(','), ...trivia, ...second.nodes))
  if (isWord(first, 'json')) return tried(call('to_json', ...value, ...trivia))
  if (isWord(first, 'timestamp') && isWord(rest.at(-1) ?? second, 'zone'))
    return tried(call('zoned_timestamp', ...value, ...trivia))
  const input = isWord(first, ...WHOLE_NUMBERS) ? call('whole_number_of', ...value) : value
  return call(name, ...input, sql(' AS'), ...typeFor(type))
}

/** A type's name for DuckDB: `array(map(varchar, bigint))` is `map(varchar, bigint)[]`. */
function typeFor(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node, i): readonly Node[] => {
    const next = nodes[placeAfter(nodes, i)]
    if (isWord(node, 'array') && isParenthesised(next)) return []
    if (isWord(node, 'row') && isParenthesised(next)) return [sql('STRUCT')]
    if (isWord(node, 'varbinary')) return [sql('BLOB')]
    if (!isParenthesised(node)) return [node]
    return [isWord(nodeBefore(nodes, i), 'array') ? elementType(node) : { ...node, nodes: innerTypes(node) }]
  })
}

function elementType(group: Group): Group {
  return { ...group, open: '', nodes: typeFor(group.nodes), close: '[]' }
}

function innerTypes({ nodes }: Group): Node[] {
  return argumentsOf(nodes).flatMap((type, i) => (i === 0 ? typeFor(type) : [sql(','), ...typeFor(type)]))
}
