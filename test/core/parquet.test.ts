import { createHash } from 'node:crypto'
import { parquetMetadata } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { columns } from '../../packages/core/src/table.ts'
import { batch, transformed } from './batch.ts'

const records = Array.from({ length: 300 }, (_, i) =>
  JSON.stringify({
    operation: i % 2 ? 'DeleteUserAPI' : 'UpdateNamespaceAPI',
    emit_time: new Date(Date.UTC(2026, 10, 20, 10, 0, i)).toISOString(),
    log_id: `log-${String(i).padStart(4, '0')}`,
    status: 'OK',
    version: 2,
    raw_details: { namespace: `ns-${i % 7}`, spec: { regions: ['aws-us-east-1'], retention_days: i } },
  }),
)
const [file] = transformed(batch(...records)).dataFiles
const metadata = parquetMetadata(
  file!.body.buffer.slice(file!.body.byteOffset, file!.body.byteOffset + file!.body.byteLength) as ArrayBuffer,
)
const chunk = (name: string) =>
  metadata.row_groups[0]!.columns.find(column => column.meta_data!.path_in_schema[0] === name)!.meta_data!

describe('the Parquet file of a batch', () => {
  it('holds the columns of the table, in its order, in one row group', () => {
    const names = metadata.schema
      .filter(element => element.name !== 'schema' && !['list', 'element'].includes(element.name))
      .map(element => element.name)
    expect(names.slice(-columns.length)).toEqual(columns.map(column => column.name))
    expect(metadata.row_groups).toHaveLength(1)
    expect(metadata.num_rows).toBe(300n)
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
      max_value: new Date('2026-11-20T10:04:59Z'),
    })
    expect(chunk('log_id').statistics).toMatchObject({ min_value: 'log-0000', max_value: 'log-0299' })
    expect(chunk('level').statistics).toMatchObject({ null_count: 300n })
  })

  it('has a dictionary where values repeat and none where they do not', () => {
    expect(chunk('operation').encodings).toContain('RLE_DICTIONARY')
    expect(chunk('log_id').encodings).not.toContain('RLE_DICTIONARY')
  })

  it('has the same bytes on every machine and Node', () => {
    expect(createHash('sha256').update(file!.body).digest('hex')).toMatchInlineSnapshot(
      `"7cf0d2d971fd8db93ef909050600b70b88158b044993af40ed5f8dfaadff18be"`,
    )
  })
})
