import { tableToIPC } from 'apache-arrow'
import {
  Compression,
  EnabledStatistics,
  Table,
  WriterPropertiesBuilder,
  WriterVersion,
  writeParquet,
} from 'parquet-wasm'
import { arrowTable } from './arrow.ts'
import type { Rows } from './rows.ts'

/** Columns whose values hardly ever repeat: a dictionary of them costs time and saves nothing. */
const UNIQUE_COLUMNS = ['log_id', 'details', 'sequence_number', 'emit_time', 'arrival_time']
const ROW_GROUP_ROWS = 100_000

/**
 * Encodes rows, in the order given, as one Parquet file: zstd, statistics per column chunk and page, dictionaries.
 *
 * Readers: Athena, DuckDB, pyarrow, hyparquet. The same rows give the same bytes.
 */
export function encodeParquet(rows: Rows, order: readonly number[]): Uint8Array {
  const table = Table.fromIPCStream(tableToIPC(arrowTable(rows, order), 'stream'))
  return writeParquet(table, writerProperties())
}

function writerProperties() {
  const properties = new WriterPropertiesBuilder()
    .setWriterVersion(WriterVersion.V1)
    .setCreatedBy('temporal-audit-lake')
    .setCompression(Compression.ZSTD)
    .setStatisticsEnabled(EnabledStatistics.Page)
    .setMaxRowGroupSize(ROW_GROUP_ROWS)
  return UNIQUE_COLUMNS.reduce(
    (builder, column) => builder.setColumnDictionaryEnabled(column, false),
    properties,
  ).build()
}
