import {
  BatchCreatePartitionCommand,
  BatchUpdatePartitionCommand,
  GetPartitionsCommand,
  type Partition,
  type PartitionInput,
  type Table,
} from '@aws-sdk/client-glue'
import { LakeError } from '../lake-error.ts'
import { ATTEMPTS, backOff } from './back-off.ts'
import type { Change } from './catalog-lease.ts'
import type { GluePlace } from './glue-tables.ts'

const TABLE = 'sealed'

/** The generation that each day of `sealed` points to. */
export async function readPartitions({ client, database }: GluePlace): Promise<Record<string, string>> {
  const generations: Record<string, string> = {}
  let NextToken: string | undefined
  do {
    const page = await client.send(
      new GetPartitionsCommand({ DatabaseName: database, TableName: TABLE, ExcludeColumnSchema: true, NextToken }),
    )
    for (const partition of page.Partitions ?? []) generations[partition.Values![0]!] = generationOf(partition)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return generations
}

/** The last folder of its place; a partition that somebody pointed elsewhere is of no generation, and is pointed back. */
function generationOf({ Values, StorageDescriptor }: Partition): string {
  return new RegExp(`/event_date=${Values![0]}/([^/]+)/?$`).exec(StorageDescriptor?.Location ?? '')?.[1] ?? ''
}

/**
 * Points days to generations. A partition has its table's columns and format as they are now.
 *
 * @param table `sealed`
 * @param existing days that are thought to have a partition; for the others one is made
 * @throws LakeError for a day that Glue keeps refusing; others may be done
 */
export async function pointPartitions(
  place: GluePlace,
  table: Table,
  generations: Readonly<Record<string, string>>,
  existing: readonly string[],
  change: Change,
): Promise<void> {
  const known = new Set(existing)
  let open = Object.entries(generations).map(([day, generation]) => partitionInput(table, day, generation))
  for (let attempt = 1; ; attempt++) {
    const failed = await pointOnce(place, open, known, change)
    if (failed.size === 0) return
    if (attempt === ATTEMPTS) throw refusal(place, failed)
    for (const [day, code] of failed) {
      if (code === 'AlreadyExistsException') known.add(day)
      if (code === 'EntityNotFoundException') known.delete(day)
    }
    open = open.filter(({ Values }) => failed.has(Values![0]!))
    await backOff(attempt)
  }
}

function partitionInput({ StorageDescriptor }: Table, day: string, generation: string): PartitionInput {
  const root = StorageDescriptor!.Location!.replace(/\/$/, '')
  return {
    Values: [day],
    StorageDescriptor: { ...StorageDescriptor, Location: `${root}/event_date=${day}/${generation}/` },
  }
}

/** @returns Glue's error codes by day: it may take some of a batch and refuse others, and calls that a success */
async function pointOnce(
  { client, database }: GluePlace,
  open: readonly PartitionInput[],
  known: ReadonlySet<string>,
  { guarded }: Change,
): Promise<Map<string, string>> {
  const table = { DatabaseName: database, TableName: TABLE }
  const isKnown = ({ Values }: PartitionInput) => known.has(Values![0]!)
  const Entries = open.filter(isKnown).map(input => ({ PartitionValueList: input.Values, PartitionInput: input }))
  const PartitionInputList = open.filter(input => !isKnown(input))
  const failed = new Map<string, string>()
  if (Entries.length > 0) {
    const { Errors } = await client.send(guarded(new BatchUpdatePartitionCommand({ ...table, Entries })))
    for (const { PartitionValueList, ErrorDetail } of Errors ?? [])
      failed.set(PartitionValueList![0]!, String(ErrorDetail?.ErrorCode))
  }
  if (PartitionInputList.length > 0) {
    const { Errors } = await client.send(guarded(new BatchCreatePartitionCommand({ ...table, PartitionInputList })))
    for (const { PartitionValues, ErrorDetail } of Errors ?? [])
      failed.set(PartitionValues![0]!, String(ErrorDetail?.ErrorCode))
  }
  return failed
}

function refusal({ database }: GluePlace, failed: ReadonlyMap<string, string>): LakeError {
  const [[day, code]] = [...failed] as [[string, string]]
  return new LakeError(
    `Glue refused ${failed.size} partitions of ${database}.${TABLE}, such as ${day}: ${code}: \`audit-lake seal\` publishes again`,
  )
}
