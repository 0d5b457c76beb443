import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type PutRecordsCommandOutput,
  type _Record as Record,
  type Shard,
} from '@aws-sdk/client-kinesis'

export const bytes = (text: string) => new TextEncoder().encode(text)
export const text = (data: Uint8Array | undefined) => new TextDecoder().decode(data)

/** Puts texts, each with its beginning as its partition key unless one is given for all. */
export async function putTexts(
  client: KinesisClient,
  texts: readonly string[],
  partitionKey?: string,
): Promise<PutRecordsCommandOutput> {
  const records = texts.map(data => ({ Data: bytes(data), PartitionKey: partitionKey ?? data.slice(0, 256) }))
  return await client.send(new PutRecordsCommand({ StreamName: 'audit', Records: records }))
}

export async function shardsOf(client: KinesisClient): Promise<Shard[]> {
  return (await client.send(new ListShardsCommand({ StreamName: 'audit' }))).Shards ?? []
}

/** All records of a shard, from the oldest. */
export async function recordsOf(client: KinesisClient, shardId: string): Promise<Record[]> {
  const start = { StreamName: 'audit', ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' } as const
  let iterator = (await client.send(new GetShardIteratorCommand(start))).ShardIterator
  const records: Record[] = []
  while (iterator !== undefined) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator: iterator }))
    records.push(...answer.Records!)
    if (answer.Records!.length === 0 && answer.MillisBehindLatest === 0) break
    iterator = answer.NextShardIterator
  }
  return records
}

/** What all shards hold, as texts, shard by shard. */
export async function contentOf(client: KinesisClient): Promise<string[]> {
  const texts: string[] = []
  for (const { ShardId } of await shardsOf(client)) {
    for (const { Data } of await recordsOf(client, ShardId!)) texts.push(text(Data))
  }
  return texts
}
