import { describe, expect, it } from 'vitest'
import { columns, deadLetterColumns, receiptColumns } from '../../packages/core/src/index.ts'
import { glueTables } from '../../stacks/glue/tables.ts'

const tables = Object.fromEntries(glueTables(path => `s3://lake/${path}`).map(table => [table.name, table]))
const columnsOf = (name: string) => tables[name]!.storageDescriptor.columns

describe('the tables of Glue', () => {
  it('have the columns of the table, with their comments', () => {
    expect(columnsOf('arrivals').map(({ name }) => name)).toEqual(columns.map(({ name }) => name))
    expect(columnsOf('arrivals').map(({ comment }) => comment)).toEqual(columns.map(({ description }) => description))
    expect(Object.fromEntries(columnsOf('arrivals').map(({ name, type }) => [name, type]))).toMatchObject({
      log_id: 'string',
      version: 'int',
      emit_time: 'timestamp',
      details_target_users: 'array<string>',
      details_spec_disabled: 'boolean',
    })
  })

  it('name the partitions of sealed days by a column that stands in no other place', () => {
    const names = columnsOf('sealed').map(({ name }) => name)
    expect(tables.sealed!.partitionKeys).toMatchObject([{ name: 'event_date', type: 'string' }])
    expect(names).toEqual([...columns.map(({ name }) => name).filter(name => name !== 'event_date'), 'is_current'])
    expect(tables.sealed!.parameters).not.toHaveProperty('projection.enabled')
  })

  it('find the partitions of arrivals by the hour, where ingest writes them, up to the hour to come', () => {
    const { partitionKeys, parameters } = tables.arrivals!
    expect(partitionKeys).toMatchObject([{ name: 'arrival_hour', type: 'string' }])
    expect(parameters).toEqual({
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      'projection.enabled': 'true',
      'projection.arrival_hour.type': 'date',
      'projection.arrival_hour.format': 'yyyy-MM-dd-HH',
      'projection.arrival_hour.interval': '1',
      'projection.arrival_hour.interval.unit': 'HOURS',
      'projection.arrival_hour.range': expect.stringMatching(/^2026-\d\d-\d\d-\d\d,NOW\+1HOURS$/),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena puts the hour there
      'storage.location.template': 's3://lake/arrivals/arrival_hour=${arrival_hour}/',
    })
  })

  it('read what is delivered as lines of JSON', () => {
    expect(columnsOf('delivered_receipts').map(({ name }) => name)).toEqual(receiptColumns.map(({ name }) => name))
    expect(columnsOf('delivered_dead_letters').map(({ name }) => name)).toEqual(
      deadLetterColumns.map(({ name }) => name),
    )
    for (const name of ['delivered_receipts', 'delivered_dead_letters']) {
      expect(tables[name]!.storageDescriptor.serDeInfo.serializationLibrary).toBe('org.openx.data.jsonserde.JsonSerDe')
    }
  })

  it("keep to Glue's limits: names in lower case, comments up to 255 characters", () => {
    for (const { storageDescriptor, partitionKeys } of Object.values(tables)) {
      const all = [...storageDescriptor.columns, ...partitionKeys]
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
      for (const { name, comment } of all) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
        expect(comment.length).toBeLessThanOrEqual(255)
      }
    }
  })
})
