import {
  Compression,
  EnabledStatistics,
  Table,
  type WriterProperties,
  WriterPropertiesBuilder,
  WriterVersion,
  writeParquet,
} from 'parquet-wasm'
import { withArrowStream } from './arrow-stream.ts'
import type { Rows } from './rows.ts'

/** Rows from which on dictionaries make a file smaller; below they make it larger, and take longer. */
const DICTIONARY_ROWS = 500
/** Columns whose values hardly ever repeat: a dictionary of them costs time and saves nothing. */
const UNIQUE_COLUMNS = ['log_id', 'details', 'async_operation_id', 'sequence_number', 'emit_time', 'arrival_time']
const ROW_GROUP_ROWS = 100_000

/**
 * Encodes rows, in the order given, as one Parquet file: zstd, statistics per column chunk, dictionaries.
 *
 * Readers: Athena, DuckDB, pyarrow, hyparquet. The same rows give the same bytes.
 */
export function encodeParquet(rows: Rows, order: readonly number[]): Uint8Array {
  const table = withArrowStream(rows, order, stream => Table.fromIPCStream(stream))
  return writeParquet(table, writerProperties(order.length))
}

function writerProperties(rows: number): WriterProperties {
  const properties = new WriterPropertiesBuilder()
    .setWriterVersion(WriterVersion.V1)
    .setCreatedBy('temporal-audit-lake')
    .setCompression(Compression.ZSTD)
    // a page index would be larger than it is worth: a batch has one page a column, rarely more
    .setStatisticsEnabled(EnabledStatistics.Chunk)
    .setMaxRowGroupSize(ROW_GROUP_ROWS)
  if (rows < DICTIONARY_ROWS) return properties.setDictionaryEnabled(false).build()
  return UNIQUE_COLUMNS.reduce(
    (builder, column) => builder.setColumnDictionaryEnabled(column, false),
    properties,
  ).build()
}
