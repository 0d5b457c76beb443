import type { RowSetSql } from '../seal/row-set.ts'

/** Sets of rows in Athena's SQL: decimals, since sums of integers come to an end there. */
export const athenaRowSet: RowSetSql = {
  digest: cells =>
    `CAST(from_big_endian_64(xxhash64(to_utf8(json_format(CAST(ROW(${cells}) AS json))))) AS decimal(38, 0))`,
  content: names => athenaRowSet.digest(names.join(', ')),
  millis: millisOf,
}

/** A time as a whole number of milliseconds since the epoch. */
export function millisOf(time: string): string {
  return `date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00.000', ${time})`
}
