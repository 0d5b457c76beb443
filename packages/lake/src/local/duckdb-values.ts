import {
  DuckDBArrayValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Value } from '../engine.ts'
import { floorDivide } from './floor-divide.ts'

/** A value of DuckDB's as JSON has it: see `Value`. */
export function jsonValue(value: DuckDBValue): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return integerValue(value)
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(jsonValue)
  if (value instanceof DuckDBStructValue) return objectValue(Object.entries(value.entries))
  if (value instanceof DuckDBMapValue)
    return objectValue(value.entries.map(({ key, value: inner }) => [String(jsonValue(key)), inner]))
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return isoTime(value.micros)
  if (value instanceof DuckDBTimestampMillisecondsValue) return isoTime(value.millis * 1000n)
  if (value instanceof DuckDBTimestampSecondsValue) return isoTime(value.seconds * 1_000_000n)
  if (value instanceof DuckDBTimestampNanosecondsValue) return isoTime(floorDivide(value.nanos, 1000n))
  return String(value)
}

function objectValue(entries: readonly (readonly [string, DuckDBValue])[]): Value {
  return Object.fromEntries(entries.map(([key, value]) => [key, jsonValue(value)]))
}

function integerValue(value: bigint): Value {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** `2026-11-22T10:00:00.000Z`; with three more digits where there are microseconds. */
function isoTime(micros: bigint): string {
  const millis = floorDivide(micros, 1000n)
  const date = new Date(Number(millis))
  // the ends of DuckDB's time are further away than any date
  if (Number.isNaN(date.getTime())) return micros < 0n ? '-infinity' : 'infinity'
  const text = date.toISOString()
  const rest = micros - millis * 1000n
  return rest === 0n ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}
