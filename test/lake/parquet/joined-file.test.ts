import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnNames, FOOTER_END_BYTES, footerLength } from '../../../packages/lake/src/parquet/footer.ts'
import { joinedFile } from '../../../packages/lake/src/parquet/joined-file.ts'
import { readStruct } from '../../../packages/lake/src/parquet/thrift-compact.ts'

const OPTIONS = { orderBy: 'emit_time', times: ['emit_time'] }
const FIRST = Date.UTC(2026, 10, 22)

describe('joinedFile', () => {
  let folder: string
  let instance: DuckDBInstance
  let ask: (sql: string) => Promise<Record<string, unknown>[]>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joined-file-'))
    instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    ask = async sql => (await connection.runAndReadAll(sql)).getRowObjectsJson()
  })
  afterAll(async () => {
    instance.closeSync()
    await rm(folder, { recursive: true })
  })

  /** A file whose times are numbers, with a dictionary and lists. @param seconds of its events, in order */
  async function fileOf(name: string, from: number, to: number, more = ''): Promise<Uint8Array> {
    const path = join(folder, name)
    await ask(`COPY (
      SELECT ${FIRST}::BIGINT + second * 1000 AS emit_time, 'id' || second AS log_id, 'DeleteUser' AS operation,
        CASE WHEN second % 3 = 0 THEN [] WHEN second % 3 = 1 THEN ['u' || second, NULL] END AS users ${more}
      FROM range(${from}, ${to}) seconds(second)
    ) TO '${path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`)
    return new Uint8Array(await readFile(path))
  }

  function footerOf(file: Uint8Array): Uint8Array {
    const end = file.length - FOOTER_END_BYTES
    return file.subarray(end - footerLength(file), end)
  }

  function join2(files: readonly Uint8Array[]): Uint8Array {
    const { start, pieces, end } = joinedFile(files.map(footerOf), OPTIONS)
    return Buffer.concat([start, ...pieces.map(({ file, from, to }) => files[file]!.subarray(from, to)), end])
  }

  it('has all rows of the files, in the order of their row groups, with numbers turned into times', async () => {
    const files = [await fileOf('late.parquet', 5_000, 8_000), await fileOf('early.parquet', 0, 5_000)]
    const joined = join2(files)
    const path = join(folder, 'joined.parquet')
    await writeFile(path, joined)
    expect(
      await ask(`SELECT count(*)::INT AS rows, bool_and(log_id = 'id' || second) AS ids, bool_and(second = place) AS in_order,
          any_value(typeof(emit_time)) AS type FROM (
        SELECT *, (epoch_ms(emit_time) - ${FIRST}) // 1000 AS second, file_row_number AS place
        FROM read_parquet('${path}', file_row_number = true))`),
    ).toEqual([{ rows: 8_000, ids: true, in_order: true, type: 'TIMESTAMP WITH TIME ZONE' }])
    // files say the least and the greatest of what is in their row groups: those that a query is not about are not read
    const one = await ask(
      `SELECT users FROM '${path}' WHERE emit_time = make_timestamptz(2026, 11, 22, 1, 30, 1, 'UTC')`,
    )
    expect(one).toEqual([{ users: ['u5401', null] }])
  })

  it('is read by others than who wrote the files', async () => {
    const joined = join2([await fileOf('b.parquet', 3, 6), await fileOf('a.parquet', 0, 3)])
    const rows = await parquetReadObjects({ file: new Uint8Array(joined).buffer, compressors })
    expect(rows).toEqual(
      [0, 1, 2, 3, 4, 5].map(second => ({
        emit_time: new Date(FIRST + second * 1000),
        log_id: `id${second}`,
        operation: 'DeleteUser',
        users: [[], [`u${second}`, null], undefined][second % 3],
      })),
    )
    const { schema, num_rows } = parquetMetadata(joined)
    expect(num_rows).toBe(6n)
    expect(schema.find(({ name }) => name === 'emit_time')).toMatchObject({
      converted_type: 'TIMESTAMP_MILLIS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    })
    expect(columnNames(readStruct(footerOf(joined)))).toEqual(['emit_time', 'log_id', 'operation', 'users'])
  })

  it('refuses files of different columns, and what is no Parquet', async () => {
    const one = await fileOf('one.parquet', 0, 3)
    const other = await fileOf('other.parquet', 0, 3, ', 1 AS more')
    expect(() => join2([one, other])).toThrow('different columns')
    expect(() => joinedFile([], OPTIONS)).toThrow('no file')
    expect(() => footerLength(new TextEncoder().encode('no Parquet, though long enough'))).toThrow('should be Parquet')
  })
})
