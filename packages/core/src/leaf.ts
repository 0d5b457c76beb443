import { slotsOf } from './record-shape.ts'
import { type Cell, type ColumnType, columns, leafColumns } from './table.ts'

/** A place of a leaf in a record: the column it fills, and how preferred it is among the places of that leaf (0 most). */
export interface LeafPlace {
  readonly column: number
  readonly type: ColumnType
  readonly rank: number
}

/** By slot: the leaf it is a place of, if it is one. */
export const leafPlaces: readonly (LeafPlace | undefined)[] = (() => {
  const places: LeafPlace[] = []
  for (const leaf of leafColumns) {
    slotsOf(leaf.from).forEach((slot, rank) => {
      places[slot] = { column: columns.indexOf(leaf), type: leaf.type, rank }
    })
  }
  return places
})()

/**
 * What a leaf of the details says in a column of a type; null when it is of another type, or an empty text.
 *
 * Nothing is lost by a null: the text of the details has it all.
 *
 * @param json the valid JSON text of the leaf
 */
export function leafCell(type: ColumnType, json: string): Cell {
  switch (type) {
    case 'int':
      return int32(json.startsWith('"') ? json.slice(1, -1) : json)
    case 'boolean':
      return json === 'true' ? true : json === 'false' ? false : null
    case 'list':
      return json.startsWith('[') ? strings(json) : null
    default:
      if (json.startsWith('{')) return json
      return json.startsWith('"') ? (JSON.parse(json) as string).toWellFormed() || null : null
  }
}

const INT32 = /^-?(?:0|[1-9]\d{0,9})$/

/** A whole number of 32 bits in its plain decimal form; null for any other text. */
export function int32(digits: string): number | null {
  if (!INT32.test(digits)) return null
  const value = Number(digits)
  return value === (value | 0) ? value | 0 : null
}

function strings(json: string): string[] | null {
  const elements = JSON.parse(json) as unknown[]
  return elements.every(element => typeof element === 'string') ? elements.map(element => element.toWellFormed()) : null
}
