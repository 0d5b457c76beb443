import type { GlueColumn } from '@temporal-audit-lake/lake/glue'

/** How a table's files are read: Glue's storage descriptor, less the columns and the place. */
interface Format {
  readonly inputFormat: string
  readonly outputFormat: string
  readonly serializationLibrary: string
}

export const PARQUET: Format = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
}

/** One JSON object a line. */
export const NDJSON: Format = {
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
}

/** Where and how a table is stored. */
export function storage<Text>(location: Text, columns: readonly GlueColumn[], format: Format) {
  const { inputFormat, outputFormat, serializationLibrary } = format
  return { location, columns: [...columns], inputFormat, outputFormat, serDeInfo: { serializationLibrary } }
}
