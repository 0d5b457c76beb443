import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import { type ColumnType, columns } from '../../packages/core/src/index.ts'
import type { Contender } from './contender.ts'
import { type PlainRow, plainRow } from './plain-row.ts'
import { versionOf } from './version-of.ts'

/** The part of parquetjs-lite that is used here: it comes without types. */
interface ParquetJs {
  readonly ParquetSchema: new (fields: Readonly<Record<string, object>>) => object
  readonly ParquetWriter: {
    openStream(
      schema: object,
      stream: Writable,
    ): Promise<{ appendRow(row: object): Promise<void>; close(): Promise<void> }>
  }
}

const { ParquetSchema, ParquetWriter } = createRequire(import.meta.url)('parquetjs-lite') as ParquetJs

const TYPES: Readonly<Record<ColumnType, object>> = {
  string: { type: 'UTF8', optional: true, compression: 'SNAPPY' },
  int: { type: 'INT32', optional: true, compression: 'SNAPPY' },
  boolean: { type: 'BOOLEAN', optional: true, compression: 'SNAPPY' },
  timestamp: { type: 'TIMESTAMP_MILLIS', optional: true, compression: 'SNAPPY' },
  list: { type: 'UTF8', repeated: true, compression: 'SNAPPY' },
}

/** JSON.parse, row objects, parquetjs-lite with its defaults (and snappy). */
export const parquetjsLite: Contender = {
  label: versionOf('parquetjs-lite'),
  async prepare(batches) {
    const schema = new ParquetSchema(Object.fromEntries(columns.map(({ name, type }) => [name, TYPES[type]])))
    return async batch => {
      const chunks: Buffer[] = []
      const sink = new Writable({
        write(chunk: Buffer, _, done) {
          chunks.push(chunk)
          done()
        },
      })
      const writer = await ParquetWriter.openStream(schema, sink)
      // one after another: rows that are appended side by side come out more than once
      for (const line of batches[batch]!) await writer.appendRow(withoutNulls(plainRow(line)))
      await writer.close()
      return Buffer.concat(chunks)
    }
  },
}

function withoutNulls(row: PlainRow): object {
  return Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null))
}
