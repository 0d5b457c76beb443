import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Catalog } from '../catalog.ts'
import type { IngestPorts } from '../ingest.ts'
import { objectDelivery } from '../object-delivery.ts'
import type { DuckDBComparer, DuckDBComparerOptions } from './duckdb-comparer.ts'
import type { DuckDBEngine } from './duckdb-engine.ts'
import type { DuckDBMerger, DuckDBMergerOptions } from './duckdb-merger.ts'
import type { DuckDBEngineOptions } from './duckdb-sandbox.ts'
import { folderCatalog } from './folder-catalog.ts'
import { folderStore } from './folder-store.ts'
import { type Relation, relations } from './relations.ts'

/** A lake in a folder: the same layout as in S3, questioned by DuckDB. */
export interface LocalLake extends IngestPorts {
  readonly folder: string
  readonly catalog: Catalog
  /** Opens the engine; close it when done. */
  engine(options?: DuckDBEngineOptions): Promise<DuckDBEngine>
  /** Opens what merges the files of a day; close it when done. */
  merger(options?: DuckDBMergerOptions): Promise<DuckDBMerger>
  /** Opens what compares the lake with its verbatim archive; close it when done. */
  comparer(options?: DuckDBComparerOptions): Promise<DuckDBComparer>
  /** How many rows are in each of some data files, by their keys. */
  rowsIn(keys: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The tables and views, as SELECTs of DuckDB over the files there are now. */
  relations(): Promise<readonly Relation[]>
}

/**
 * Opens the lake in a folder, and makes the folder if there is none.
 *
 * @param now the clock, in milliseconds since the epoch
 */
export async function openLocalLake(folder: string, now: () => number = Date.now): Promise<LocalLake> {
  const root = resolve(folder)
  await mkdir(root, { recursive: true })
  const objects = folderStore(root)
  return {
    folder: root,
    objects,
    catalog: folderCatalog(objects),
    deadLetters: objectDelivery(objects, 'dead-letters/', now),
    receipts: objectDelivery(objects, 'receipts/', now),
    // loaded when it is needed: DuckDB's library is large, and ingesting does not want it
    engine: async options => (await import('./duckdb-engine.ts')).duckDBEngine(root, objects, options),
    merger: async options => (await import('./duckdb-merger.ts')).duckDBMerger(root, options),
    comparer: async options => (await import('./duckdb-comparer.ts')).duckDBComparer(root, objects, options),
    rowsIn: async keys => (await import('./row-counts.ts')).rowCounts(root, keys),
    relations: () => relations(root, objects),
  }
}
