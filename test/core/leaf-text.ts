import fc from 'fast-check'
import { type Cell, type ColumnType, leafColumns } from '../../packages/core/src/table.ts'
import { stringText, valueText } from './json-text.ts'
import { membersOf } from './rebuild.ts'

const ofType: Readonly<Record<ColumnType, fc.Arbitrary<string>>> = {
  string: fc.oneof(stringText, fc.constantFrom('"a"', '{"b": 1}')),
  int: fc.oneof(fc.integer().map(String), fc.constantFrom('"30"', '2147483648', '-0', '1.0', '3e1')),
  boolean: fc.constantFrom('true', 'false', '"true"'),
  list: fc.array(stringText, { maxLength: 3 }).map(elements => `[${elements.join(', ')}]`),
  timestamp: valueText,
}

/** The text of details with some leaves that have a column, most of them of its type. */
const details: fc.Arbitrary<string> = fc.subarray([...leafColumns], { maxLength: 20 }).chain(leaves =>
  fc
    .tuple(
      ...leaves.map(({ type }) =>
        fc.oneof(
          { weight: 5, arbitrary: ofType[type] },
          { weight: 1, arbitrary: fc.oneof(valueText, ...Object.values(ofType)) },
        ),
      ),
    )
    .map(values => {
      const paths = leaves.map(({ from }) => from.at(-1)!.split('/').slice(2))
      return nested(paths.map((path, i) => ({ path, value: values[i]! })))
    }),
)

interface LeafText {
  readonly path: readonly string[]
  readonly value: string
}

/** An object's text with the values at their paths. */
function nested(leaves: readonly LeafText[]): string {
  const keys = [...new Set(leaves.map(({ path }) => path[0]!))]
  const members = keys.map(key => {
    const under = leaves.filter(({ path }) => path[0] === key)
    const leaf = under.find(({ path }) => path.length === 1)
    const inner = under.map(({ path, value }) => ({ path: path.slice(1), value }))
    return `${JSON.stringify(key)}:${leaf ? leaf.value : nested(inner)}`
  })
  return `{${members.join(',')}}`
}

const detailsMember = fc
  .tuple(fc.constantFrom('raw_details', 'rawDetails', 'details'), details, fc.nat(4))
  .map(([key, text, quoted]) => `"${key}":${quoted === 0 ? JSON.stringify(text) : text},`)

/** The text of a record with details, mostly in one member, as an object or as the text of one; mostly with a log_id. */
export const recordWithLeaves: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.tuple(detailsMember) }, fc.array(detailsMember, { maxLength: 3 })),
    fc.constantFrom('', '"log_id":"x",', '"log_id":"x",', '"log_id":"x",'),
  )
  .map(([members, logId]) => `{${members.join('')}${logId}"operation":"A","emit_time":"2026-11-20T10:00:00Z"}`)

/** The text that stands at a JSON Pointer in a record; details may be an object's text in a string. */
export function jsonAt(record: string, pointer: string): string | null {
  let json: string | null = record
  for (const [depth, key] of pointer.slice(1).split('/').entries()) {
    if (depth === 1 && json.startsWith('"')) json = JSON.parse(json) as string
    if (!json.startsWith('{')) return null
    json = membersOf(json).findLast(([name]) => JSON.parse(name) === key)?.[1] ?? null
    if (json === null) return null
  }
  return json
}

/** What a column of a type says of a leaf: null when it is of another type, or an empty text. */
export function leafCell(type: ColumnType, json: string | null): Cell {
  if (json === null) return null
  const value: unknown = JSON.parse(json)
  if (type === 'boolean') return typeof value === 'boolean' ? value : null
  if (type === 'list') {
    const isStrings = Array.isArray(value) && value.every(element => typeof element === 'string')
    return isStrings ? value.map(element => element.toWellFormed()) : null
  }
  if (type === 'string') {
    if (json.startsWith('{')) return json
    return typeof value === 'string' && value !== '' ? value.toWellFormed() : null
  }
  const isWhole = /^"?-?(0|[1-9]\d*)"?$/.test(json) && Math.abs(Number(value) + 0.5) < 2 ** 31
  return isWhole ? Number(value) || 0 : null // never -0
}
