import { arnOf, type Operation, streamOf } from '../operation.ts'
import type { StreamState } from '../storage/stream-state.ts'
import { keptShards } from './list-shards.ts'
import { shardDescription } from './shard-description.ts'

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html, and API_ListStreams.html */
const MAX_RESULTS = 100

export const listStreams: Operation = (input, { streams }) => {
  const after = input.optionalText('NextToken') ?? input.optionalText('ExclusiveStartStreamName') ?? ''
  const limit = Math.min(MAX_RESULTS, input.optionalInteger('Limit', 1, 10_000, MAX_RESULTS))
  const rest = streams.names.filter(name => name > after)
  const page = rest.slice(0, limit)
  const hasMore = rest.length > limit
  return {
    StreamNames: page,
    StreamSummaries: page.map(name => summary(streams.get(name).state)),
    HasMoreStreams: hasMore,
    ...(hasMore && { NextToken: page.at(-1) }),
  }
}

export const describeStream: Operation = (input, service) => {
  const stream = streamOf(input, service)
  const limit = Math.min(MAX_RESULTS, input.optionalInteger('Limit', 1, 10_000, MAX_RESULTS))
  const after = input.optionalText('ExclusiveStartShardId') ?? ''
  const rest = keptShards(stream).filter(({ shardId }) => shardId > after)
  return {
    StreamDescription: {
      ...description(stream.state),
      Shards: rest.slice(0, limit).map(shardDescription),
      HasMoreShards: rest.length > limit,
    },
  }
}

export const describeStreamSummary: Operation = (input, service) => {
  const { state, openShards } = streamOf(input, service)
  return {
    StreamDescriptionSummary: {
      ...description(state),
      OpenShardCount: openShards.length,
      ConsumerCount: state.consumers.length,
      MaxRecordSizeInKiB: state.maxRecordKiB,
    },
  }
}

function summary({ name, createdAt, mode }: StreamState) {
  return {
    StreamName: name,
    StreamARN: arnOf(name),
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: mode },
    StreamCreationTimestamp: createdAt / 1000,
  }
}

function description(state: StreamState) {
  return {
    ...summary(state),
    RetentionPeriodHours: state.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  }
}
