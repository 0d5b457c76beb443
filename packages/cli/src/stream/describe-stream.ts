import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis'
import { UserError } from '../errors.ts'
import type { StreamIdentity } from './lake-checkpoints.ts'
import { reasonOf } from './retries.ts'

/**
 * What tells a stream from all others, and its name.
 *
 * @param stream name or ARN
 * @throws UserError when it cannot be read
 */
export async function describeStream(
  client: KinesisClient,
  stream: string,
  signal: AbortSignal,
): Promise<StreamIdentity & { readonly name: string }> {
  const command = new DescribeStreamSummaryCommand(
    stream.startsWith('arn:') ? { StreamARN: stream } : { StreamName: stream },
  )
  try {
    const { StreamDescriptionSummary: summary } = await client.send(command, { abortSignal: signal })
    return { name: summary!.StreamName!, arn: summary!.StreamARN!, createdAt: summary!.StreamCreationTimestamp! }
  } catch (error) {
    signal.throwIfAborted()
    throw new UserError(
      `cannot read the stream ${stream}: ${reasonOf(error)}; check its name, --region or --endpoint, and that your credentials may call kinesis:DescribeStreamSummary, ListShards, GetShardIterator and GetRecords`,
      { cause: error },
    )
  }
}
