import type { S3Client } from '@aws-sdk/client-s3'
import type { StoredFile } from '../seal/day-merger.ts'
import type { AthenaEngine } from './athena-engine.ts'
import { joinObjects } from './join-objects.ts'
import { dropTable, filesOf, type TemporaryPlace, temporaryName } from './temporary-tables.ts'

/** Athena, and where it leaves what it writes. */
export interface AthenaWriter extends TemporaryPlace {
  readonly engine: AthenaEngine
  readonly s3: S3Client
}

/** Columns that Athena gets and gives as milliseconds since the epoch. */
const TIMES = ['emit_time', 'arrival_time'] as const

/**
 * Has Athena write what a SELECT says, and makes one Parquet file of it, in the order of `emit_time` from row group to
 * row group.
 *
 * Athena writes several files, in no order, with times in a type that Parquet has given up (INT96), in which no file says
 * its least and greatest. So times come as numbers here, and each part of a day in files of its own; the files are joined.
 *
 * The statement is CREATE TABLE AS, which needs no place to be named: a workgroup that enforces its settings says where.
 *
 * @param select its columns `emit_time` and `arrival_time` are milliseconds since the epoch; the last one, `part`, is a
 * number, at most 100 different ones: rows of one part are put together
 * @returns the file as it was written; null, and no file, when there are no rows
 */
export async function selectInto(writer: AthenaWriter, select: string, output: string): Promise<StoredFile | null> {
  const { engine, s3: client, bucket, prefix = '' } = writer
  const name = temporaryName()
  try {
    await engine.define(
      `CREATE TABLE ${name} WITH (format = 'PARQUET', write_compression = 'ZSTD', partitioned_by = ARRAY['part']) AS\n${select}`,
    )
    const files = (await filesOf(writer, name)).filter(({ size }) => size > 0)
    const whole = files.map(({ key, size }) => ({ key: prefix + key, size }))
    const joining = { client, bucket, files: whole, output: prefix + output }
    return await joinObjects(joining, { orderBy: 'emit_time', times: TIMES })
  } finally {
    await dropTable(writer, name)
  }
}
