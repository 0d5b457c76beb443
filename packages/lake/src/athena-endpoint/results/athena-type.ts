/** A type as Athena tells drivers of it. */
export interface AthenaType {
  /** Such as `varchar`, `timestamp` or `array`. */
  readonly name: string
  readonly precision: number
  readonly scale: number
}

/** Types that DuckDB and Athena call otherwise; all others have one name. */
const ATHENA_NAME: Readonly<Record<string, string>> = {
  '"NULL"': 'unknown',
  BLOB: 'varbinary',
  FLOAT: 'float',
  HUGEINT: 'bigint',
  INTERVAL: 'interval day to second',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  UBIGINT: 'bigint',
  UHUGEINT: 'bigint',
  UINTEGER: 'bigint',
  USMALLINT: 'integer',
  UTINYINT: 'smallint',
  UUID: 'varchar',
}

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html says that there are, not which: as seen. */
const PRECISION: Readonly<Record<string, number>> = {
  bigint: 19,
  double: 17,
  float: 17,
  integer: 10,
  smallint: 5,
  timestamp: 3,
  'timestamp with time zone': 3,
  tinyint: 3,
  varbinary: 1_073_741_824,
  varchar: 2_147_483_647,
}

/**
 * Athena's type for one of DuckDB's.
 *
 * @example
 * athenaType('DECIMAL(10,2)') // { name: 'decimal', precision: 10, scale: 2 }
 * athenaType('VARCHAR[]')     // { name: 'array', precision: 0, scale: 0 }
 */
export function athenaType(type: string): AthenaType {
  const [, precision, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type) ?? []
  if (precision !== undefined) return { name: 'decimal', precision: Number(precision), scale: Number(scale) }
  const name = nameOf(type)
  return { name, precision: PRECISION[name] ?? 0, scale: 0 }
}

function nameOf(type: string): string {
  if (type.endsWith(']')) return 'array'
  if (type.startsWith('MAP(')) return 'map'
  if (type.startsWith('STRUCT(')) return 'row'
  if (type.startsWith('ENUM(')) return 'varchar'
  return ATHENA_NAME[type] ?? type.toLowerCase()
}
