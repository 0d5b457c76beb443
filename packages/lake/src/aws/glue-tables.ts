import {
  type Column,
  ConcurrentModificationException,
  EntityNotFoundException,
  GetTableCommand,
  type GlueClient,
  type Table,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { LakeError } from '../lake-error.ts'
import { ATTEMPTS, backOff } from './back-off.ts'

export interface GluePlace {
  /** Its settings say how often a request is repeated that got no answer, or was too fast: see `clientSettings`. */
  readonly client: GlueClient
  readonly database: string
}

/** A table or view; null when there is none. */
export async function findTable({ client, database }: GluePlace, Name: string): Promise<Table | null> {
  try {
    return (await client.send(new GetTableCommand({ DatabaseName: database, Name }))).Table!
  } catch (error) {
    if (error instanceof EntityNotFoundException) return null
    throw error
  }
}

/** @throws LakeError when there is none */
export async function tableOf(place: GluePlace, name: string): Promise<Table> {
  const table = await findTable(place, name)
  if (!table) throw new LakeError(`there is no table ${place.database}.${name} in Glue: deploy the lake`)
  return table
}

/**
 * Gives a table the columns that it lacks; those that it has stay as they are, and none is ever taken away.
 *
 * It compares and swaps the table's version, so it may run beside anybody who changes the table: Glue refuses an older
 * version with a ConcurrentModificationException. Partitions get the columns when they are next pointed elsewhere.
 *
 * @param columns their names in lower case, their types as Glue has them, such as `array<string>`
 * @returns the names of the columns that were added
 *
 * @example
 * await addColumns({ client, database: 'audit' }, 'sealed', [{ Name: 'details_spec_region', Type: 'string' }])
 * // ['details_spec_region']
 */
export async function addColumns(place: GluePlace, table: string, columns: readonly Column[]): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const found = await tableOf(place, table)
    const missing = missingColumns(found, columns)
    if (missing.length === 0) return []
    try {
      await updateTable(place, found, [...(found.StorageDescriptor?.Columns ?? []), ...missing])
      return missing.map(({ Name }) => Name!)
    } catch (error) {
      if (!(error instanceof ConcurrentModificationException) || attempt === ATTEMPTS) throw error
      await backOff(attempt)
    }
  }
}

/**
 * Gives columns of a view the comments that it cannot say itself: Athena's CREATE VIEW has none.
 *
 * All else stays as it is; whoever defines the view anew takes them away again. A view that has them is left alone.
 *
 * @param commentOf a column's comment; undefined leaves it without
 */
export async function commentColumns(
  place: GluePlace,
  view: string,
  commentOf: (column: string) => string | undefined,
): Promise<void> {
  const found = await tableOf(place, view)
  const before = found.StorageDescriptor?.Columns ?? []
  const after = before.map(column => ({ ...column, Comment: commentOf(column.Name!) ?? column.Comment }))
  if (after.some(({ Comment }, i) => Comment !== before[i]!.Comment)) await updateTable(place, found, after)
}

function missingColumns({ StorageDescriptor, PartitionKeys }: Table, columns: readonly Column[]): Column[] {
  const known = new Set([...(StorageDescriptor?.Columns ?? []), ...(PartitionKeys ?? [])].map(({ Name }) => Name))
  return columns.filter(({ Name }) => !known.has(Name))
}

async function updateTable({ client, database }: GluePlace, table: Table, Columns: Column[]): Promise<void> {
  const { StorageDescriptor, VersionId } = table
  const command = new UpdateTableCommand({
    DatabaseName: database,
    TableInput: { ...inputOf(table), StorageDescriptor: { ...StorageDescriptor, Columns } },
    VersionId,
    SkipArchive: true, // old versions count against a quota, and say no more than our own history
  })
  await client.send(command)
}

/** A table has more members than may be given back. */
function inputOf(table: Table): TableInput {
  const { Name, Description, Owner, Retention, PartitionKeys, TableType, Parameters, TargetTable } = table
  const { LastAccessTime, LastAnalyzedTime, ViewOriginalText, ViewExpandedText } = table
  return {
    Name,
    Description,
    Owner,
    Retention,
    PartitionKeys,
    TableType,
    Parameters,
    TargetTable,
    LastAccessTime,
    LastAnalyzedTime,
    ViewOriginalText,
    ViewExpandedText,
  }
}
