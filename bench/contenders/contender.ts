/** Somebody who turns lines of JSON into a Parquet file. */
export interface Contender {
  /** What did it, with the version. */
  readonly label: string
  /**
   * Gets ready to write batches, however often.
   *
   * @param batches lines of JSON, one audit record each
   * @param folder for its files, if it needs any
   * @returns writes the batch of a number as one file
   */
  prepare(batches: readonly (readonly string[])[], folder: string): Promise<(batch: number) => Promise<Uint8Array>>
}

/** By the name it has on the command line; loaded one at a time, so that none pays for another. */
export const contenders: Readonly<Record<string, () => Promise<Contender>>> = {
  transform: async () => (await import('./transform.ts')).records,
  'transform-block': async () => (await import('./transform.ts')).block,
  'transform-parse': async () => (await import('./transform.ts')).byJsonParse,
  'hyparquet-writer': async () => (await import('./hyparquet-writer.ts')).hyparquetWriter,
  duckdb: async () => (await import('./duckdb.ts')).duckdb,
  'parquetjs-lite': async () => (await import('./parquetjs-lite.ts')).parquetjsLite,
}
