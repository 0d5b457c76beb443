import { randomUUID } from 'node:crypto'
import {
  type Column,
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  paginateGetTables,
} from '@aws-sdk/client-glue'
import { LakeError } from '../lake-error.ts'
import type { ListedObject, ObjectStore } from '../object-store.ts'
import { findTable, type GluePlace } from './glue-tables.ts'

/** Where temporary tables have what is in them. */
export interface TemporaryPlace extends GluePlace {
  readonly objects: ObjectStore
  /** The bucket of the objects, and what their keys begin with in it. */
  readonly bucket: string
  readonly prefix?: string
  /** What the keys of Athena's results begin with among the objects: nothing else is ever deleted. */
  readonly results: string
}

/** What the names of temporary tables begin with. */
const NAMES = 'sealing_'
/** No query runs for so long, and no sealer. */
const LEFT_AFTER_MS = 2 * 60 * 60_000

/** A name that no other table has. */
export function temporaryName(): string {
  return `${NAMES}${randomUUID().replaceAll('-', '')}`
}

/**
 * Makes a table of exactly these files for as long as something runs: what else lies beside them is not in it.
 *
 * It is a list of files, which Hive calls symlinks, as Athena also reads the inventories of S3
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-athena-query.html).
 */
export async function withTableOf<Result>(
  place: TemporaryPlace,
  keys: readonly string[],
  columns: readonly Column[],
  run: (table: string) => Promise<Result>,
): Promise<Result> {
  const name = temporaryName()
  const folder = `${place.results}${name}/`
  await createTable(place, name, columns, addressOf(place, folder))
  try {
    const list = keys.map(key => `${addressOf(place, key)}\n`).join('')
    await place.objects.put(`${folder}files`, new TextEncoder().encode(list))
    return await run(name)
  } finally {
    await dropTable(place, name)
  }
}

/** @returns `s3://<bucket>/<key>` */
function addressOf({ bucket, prefix = '' }: TemporaryPlace, key: string): string {
  return `s3://${bucket}/${prefix}${key}`
}

/** @throws LakeError for an address that is not in the lake */
export function keyOf(place: TemporaryPlace, address: string): string {
  const root = addressOf(place, '')
  if (address.startsWith(root)) return address.slice(root.length)
  throw new LakeError(
    `Athena names ${address}, which is not below ${root}: check where the workgroup leaves its results`,
  )
}

async function createTable(
  { client, database }: GluePlace,
  Name: string,
  Columns: readonly Column[],
  Location: string,
): Promise<void> {
  const StorageDescriptor = {
    Columns: [...Columns],
    Location,
    InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
  }
  const TableInput = { Name, TableType: 'EXTERNAL_TABLE', Parameters: { EXTERNAL: 'TRUE' }, StorageDescriptor }
  await client.send(new CreateTableCommand({ DatabaseName: database, TableInput }))
}

/** The files that a temporary table was written into by Athena. */
export async function filesOf(place: TemporaryPlace, name: string): Promise<ListedObject[]> {
  const location = (await findTable(place, name))?.StorageDescriptor?.Location
  return location === undefined ? [] : await objectsIn(place, location)
}

async function objectsIn(place: TemporaryPlace, location: string): Promise<ListedObject[]> {
  const folder = `${keyOf(place, location).replace(/\/$/, '')}/`
  if (!folder.startsWith(place.results))
    throw new LakeError(`a temporary table lies in ${folder}, not below ${place.results}: nothing there is touched`)
  const found: ListedObject[] = []
  for await (const object of place.objects.list(folder)) found.push(object)
  return found
}

/** Deletes a temporary table and what is in it; the table last, so that it is found again by whoever is to end this. */
export async function dropTable(place: TemporaryPlace, name: string): Promise<void> {
  for (const { key } of await filesOf(place, name)) await place.objects.delete(key)
  try {
    await place.client.send(new DeleteTableCommand({ DatabaseName: place.database, Name: name }))
  } catch (error) {
    if (!(error instanceof EntityNotFoundException)) throw error
  }
}

/** Drops what sealers left that died. @param now the clock, in milliseconds since the epoch */
export async function dropLeftTables(place: TemporaryPlace, now: number): Promise<void> {
  const { client, database } = place
  const pages = paginateGetTables({ client }, { DatabaseName: database, Expression: `${NAMES}.*` })
  for await (const { TableList } of pages) {
    const left = (TableList ?? []).filter(({ Name, CreateTime }) => isLeft(Name!, CreateTime, now))
    for (const { Name } of left) await dropTable(place, Name!)
  }
}

function isLeft(name: string, made: Date | undefined, now: number): boolean {
  return name.startsWith(NAMES) && made !== undefined && made.getTime() < now - LEFT_AFTER_MS
}
