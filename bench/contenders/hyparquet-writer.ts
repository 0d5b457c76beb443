import { parquetWriteBuffer } from 'hyparquet-writer'
import { type Cell, type Column, columns } from '../../packages/core/src/index.ts'
import type { Contender } from './contender.ts'
import { plainRow } from './plain-row.ts'
import { versionOf } from './version-of.ts'

type Schema = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>

/** JSON.parse, arrays of values, hyparquet-writer with its defaults (snappy). */
export const hyparquetWriter: Contender = {
  label: versionOf('hyparquet-writer'),
  async prepare(batches) {
    return async batch => {
      const rows = batches[batch]!.map(plainRow)
      const columnData = columns.map(({ name, type }) => ({
        name,
        data: rows.map(row => plainValue(row[name]!, type)),
      }))
      return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize: 100_000 }))
    }
  },
}

const schema: Schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)]

function schemaOf({ name, type }: Column): Schema {
  const optional = { name, repetition_type: 'OPTIONAL' } as const
  switch (type) {
    case 'int':
      return [{ ...optional, type: 'INT32' }]
    case 'boolean':
      return [{ ...optional, type: 'BOOLEAN' }]
    case 'timestamp':
      return [{ ...optional, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }]
    case 'list':
      return [
        { ...optional, num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'REQUIRED', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
      ]
    default:
      return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }]
  }
}

function plainValue(cell: Cell, type: string): unknown {
  return type === 'timestamp' && cell !== null ? new Date(cell as number) : cell
}
