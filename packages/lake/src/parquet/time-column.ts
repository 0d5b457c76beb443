import { ELEMENT, textIn, withFields } from './footer.ts'
import { I32, STRUCT, type ThriftField, type ThriftStruct, TRUE } from './thrift-compact.ts'

const TIMESTAMP_MILLIS = 9n
/** Among logical types, and in one of those. */
const TIMESTAMP = 8
const IN_UTC = 1
const UNIT = 2
const MILLIS = 1

const struct = (...fields: readonly [number, ThriftField][]): ThriftField => ({ type: STRUCT, value: new Map(fields) })

/** `TIMESTAMP(isAdjustedToUTC=true, unit=MILLIS)`, for old readers and for new ones. */
const TIME: Readonly<Record<number, ThriftField>> = {
  [ELEMENT.convertedType]: { type: I32, value: TIMESTAMP_MILLIS },
  [ELEMENT.logicalType]: struct([
    TIMESTAMP,
    struct([IN_UTC, { type: TRUE, value: true }], [UNIT, struct([MILLIS, struct()])]),
  ]),
}

/**
 * An element of a schema, which becomes a time in UTC if it is one of these columns: the same 64-bit integers are
 * milliseconds since the epoch then.
 */
export function timed(element: ThriftStruct, times: readonly string[]): ThriftStruct {
  return times.includes(textIn(element, ELEMENT.name)) ? withFields(element, TIME) : element
}
