import { createHash } from 'node:crypto'
import { parquetMetadata } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { columns } from '../../packages/core/src/table.ts'
import { batch, transformed } from './batch.ts'

/** The file of a batch of so many records. */
function fileOf(count: number) {
  const records = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      operation: i % 2 ? 'DeleteUserAPI' : 'UpdateNamespaceAPI',
      emit_time: new Date(Date.UTC(2026, 10, 20, 10, 0, i)).toISOString(),
      log_id: `log-${String(i).padStart(4, '0')}`,
      status: 'OK',
      version: 2,
      raw_details: { namespace: `ns-${i % 7}`, spec: { regions: ['aws-us-east-1'], retention_days: i } },
    }),
  )
  return transformed(batch(...records)).dataFiles[0]!.body
}

const metadataOf = (body: Uint8Array) => parquetMetadata(new Uint8Array(body).buffer)
const chunkOf = ({ row_groups }: ReturnType<typeof metadataOf>, name: string) =>
  row_groups[0]!.columns.find(column => column.meta_data!.path_in_schema[0] === name)!.meta_data!

const file = fileOf(600)
const metadata = metadataOf(file)
const chunk = (name: string) => chunkOf(metadata, name)

describe('the Parquet file of a batch', () => {
  it('holds the columns of the table, in its order, in one row group', () => {
    const names = metadata.schema
      .filter(element => element.name !== 'schema' && !['list', 'element'].includes(element.name))
      .map(element => element.name)
    expect(names.slice(-columns.length)).toEqual(columns.map(column => column.name))
    expect(metadata.row_groups).toHaveLength(1)
    expect(metadata.num_rows).toBe(600n)
  })

  it('has timestamps in milliseconds of UTC, no unsigned and no nanosecond column', () => {
    const element = metadata.schema.find(({ name }) => name === 'emit_time')
    expect(element).toMatchObject({
      type: 'INT64',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    })
    expect(
      JSON.stringify(metadata.schema, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toMatch(/UINT|NANOS/)
  })

  it('has lists of three levels', () => {
    const at = metadata.schema.findIndex(({ name }) => name === 'details_spec_regions')
    expect(metadata.schema.slice(at, at + 3).map(({ name, repetition_type }) => [name, repetition_type])).toEqual([
      ['details_spec_regions', 'OPTIONAL'],
      ['list', 'REPEATED'],
      ['element', 'REQUIRED'],
    ])
  })

  it('is compressed by zstd, with statistics that let a reader skip it', () => {
    expect(metadata.row_groups[0]!.columns.every(column => column.meta_data!.codec === 'ZSTD')).toBe(true)
    expect(chunk('emit_time').statistics).toMatchObject({
      min_value: new Date('2026-11-20T10:00:00Z'),
      max_value: new Date('2026-11-20T10:09:59Z'),
    })
    expect(chunk('log_id').statistics).toMatchObject({ min_value: 'log-0000', max_value: 'log-0599' })
    expect(chunk('level').statistics).toMatchObject({ null_count: 600n })
  })

  it('has a dictionary where many values repeat, and none where they do not or are few', () => {
    expect(chunk('operation').encodings).toContain('RLE_DICTIONARY')
    expect(chunk('log_id').encodings).not.toContain('RLE_DICTIONARY')
    expect(chunkOf(metadataOf(fileOf(100)), 'operation').encodings).not.toContain('RLE_DICTIONARY')
  })

  it('has the same bytes on every machine and Node', () => {
    expect(createHash('sha256').update(file).digest('hex')).toMatchInlineSnapshot(
      `"50f1874e9e063c92a6efabac33e83a1360f8384c01eeb1ef455a726e0472f548"`,
    )
  })
})
