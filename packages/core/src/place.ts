import { leafPlaces } from './leaf.ts'
import { slotsOf } from './record-shape.ts'
import { type ColumnType, columnAt, type FixedColumnName, pointersOf } from './table.ts'

/** Where a slot's value goes, and what it must be for its record to be ordinary. */
export interface Place {
  readonly kind: 'text' | 'emit_time' | 'version' | 'details' | 'leaf'
  readonly column: number
  readonly type: ColumnType
}

const TEXTS: readonly FixedColumnName[] = [
  'log_id',
  'operation',
  'status',
  'level',
  'category',
  'principal_type',
  'principal_id',
  'principal_name',
  'principal_api_key_id',
  'user_email',
  'x_forwarded_for',
  'async_operation_id',
]

/** By slot; undefined for what makes a record unusual by being there. */
export const PLACES: readonly (Place | undefined)[] = (() => {
  const places: Place[] = []
  const put = (kind: Place['kind'], name: FixedColumnName) => {
    for (const slot of slotsOf(pointersOf(name))) places[slot] = { kind, column: columnAt[name], type: 'string' }
  }
  for (const name of TEXTS) put('text', name)
  put('emit_time', 'emit_time')
  put('version', 'version')
  put('details', 'details')
  put('leaf', 'namespace')
  leafPlaces.forEach((place, slot) => {
    if (place) places[slot] = { kind: 'leaf', column: place.column, type: place.type }
  })
  return places
})()
