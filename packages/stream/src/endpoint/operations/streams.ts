import { AwsError } from '../aws-error.ts'
import { equalRanges } from '../hash-key.ts'
import { arnOf, type Operation, streamOf } from '../operation.ts'
import { DEFAULT_RETENTION_HOURS, type StreamState, shardIdOf } from '../stream-state.ts'
import { shardDescription } from './shards.ts'

const MAX_SHARDS = 1000
const ON_DEMAND_SHARDS = 4
const MAX_RETENTION_HOURS = 8760
const STREAM_NAME = /^[\w.-]{1,128}$/

/** A stream is active at once. */
export const createStream: Operation = async (input, { streams, now }) => {
  const name = input.text('StreamName', 128)
  if (!STREAM_NAME.test(name) || name.startsWith('.')) {
    throw new AwsError('ValidationException', `${name} is no name of a stream`)
  }
  const mode = input.has('StreamModeDetails') ? input.object('StreamModeDetails').text('StreamMode') : 'PROVISIONED'
  if (mode !== 'PROVISIONED' && mode !== 'ON_DEMAND')
    throw new AwsError('ValidationException', `${mode} is no StreamMode`)
  const count = mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : input.integer('ShardCount', 1, MAX_SHARDS)
  const createdAt = now()
  await streams.create({
    name,
    createdAt,
    retentionHours: DEFAULT_RETENTION_HOURS,
    mode,
    consumers: [],
    shards: equalRanges(count).map((range, number) => ({
      shardId: shardIdOf(number),
      number,
      range,
      parents: [],
      createdAt,
    })),
  })
  return {}
}

export const deleteStream: Operation = async (input, service) => {
  await service.streams.delete(streamOf(input, service).state.name)
  return {}
}

export const listStreams: Operation = (input, { streams }) => {
  const after = input.optionalText('ExclusiveStartStreamName') ?? input.optionalText('NextToken') ?? ''
  const limit = input.optionalInteger('Limit', 1, 10_000, 100)
  const rest = streams.names.filter(name => name > after)
  const page = rest.slice(0, limit)
  const hasMore = rest.length > limit
  return {
    StreamNames: page,
    StreamSummaries: page.map(name => common(streams.get(name).state)),
    HasMoreStreams: hasMore,
    ...(hasMore && { NextToken: page.at(-1) }),
  }
}

export const describeStream: Operation = (input, service) => {
  const stream = streamOf(input, service)
  const limit = input.optionalInteger('Limit', 1, 10_000, 100)
  const after = input.optionalText('ExclusiveStartShardId') ?? ''
  const rest = stream.state.shards.filter(({ shardId }) => shardId > after)
  return {
    StreamDescription: {
      ...described(stream.state),
      Shards: rest.slice(0, limit).map(shard => shardDescription(stream, shard)),
      HasMoreShards: rest.length > limit,
    },
  }
}

export const describeStreamSummary: Operation = (input, service) => {
  const stream = streamOf(input, service)
  return {
    StreamDescriptionSummary: {
      ...described(stream.state),
      OpenShardCount: stream.openShards.length,
      ConsumerCount: stream.state.consumers.length,
    },
  }
}

export const increaseRetention: Operation = async (input, service) => await changeRetention(input, service, 1)
export const decreaseRetention: Operation = async (input, service) => await changeRetention(input, service, -1)

async function changeRetention(input: Parameters<Operation>[0], service: Parameters<Operation>[1], direction: 1 | -1) {
  const stream = streamOf(input, service)
  const hours = input.integer('RetentionPeriodHours', DEFAULT_RETENTION_HOURS, MAX_RETENTION_HOURS)
  if ((hours - stream.state.retentionHours) * direction < 0) {
    throw new AwsError('InvalidArgumentException', `the retention is ${stream.state.retentionHours} hours already`)
  }
  await stream.change({ ...stream.state, retentionHours: hours })
  return {}
}

function common({ name, createdAt, mode }: StreamState) {
  return {
    StreamName: name,
    StreamARN: arnOf(name),
    StreamStatus: 'ACTIVE',
    StreamModeDetails: { StreamMode: mode },
    StreamCreationTimestamp: createdAt / 1000,
  }
}

function described(state: StreamState) {
  return {
    ...common(state),
    RetentionPeriodHours: state.retentionHours,
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
    EncryptionType: 'NONE',
  }
}
