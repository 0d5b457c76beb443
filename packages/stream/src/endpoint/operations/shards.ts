import { AwsError } from '../aws-error.ts'
import { arnOf, type Operation, type Service, streamOf } from '../operation.ts'
import { merge, type Resharding, scaleUniformly, split } from '../reshard.ts'
import type { Stream } from '../storage/stream.ts'
import { openShards, type ShardState, type StreamState } from '../storage/stream-state.ts'
import { hashKeyIn } from './hash-key.ts'
import { checkQuota } from './quota.ts'

const DAY_MS = 86_400_000
/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html */
const MAX_SCALINGS = 10

export const splitShard: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const shardId = input.name('ShardToSplit')
  const second = hashKeyIn(input, 'NewStartingHashKey')
  await stream.change(state => {
    const shard = openShard(state, shardId)
    const { start, end } = shard.range
    if (second <= start || second > end) {
      throw new AwsError('InvalidArgumentException', `NewStartingHashKey must be above ${start} and at most ${end}`)
    }
    checkQuota(service, 1)
    return split(state, shard, second, resharding(stream, service))
  })
  return {}
}

export const mergeShards: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const shardIds = [input.name('ShardToMerge'), input.name('AdjacentShardToMerge')] as const
  await stream.change(state => {
    const [one, other] = [openShard(state, shardIds[0]), openShard(state, shardIds[1])]
    const [low, high] = one.range.start < other.range.start ? [one, other] : [other, one]
    if (low.range.end + 1n !== high.range.start) {
      throw new AwsError('InvalidArgumentException', `${one.shardId} and ${other.shardId} are not adjacent`)
    }
    return merge(state, low, high, resharding(stream, service))
  })
  return {}
}

export const updateShardCount: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  input.word('ScalingType', ['UNIFORM_SCALING'])
  const target = input.integer('TargetShardCount', 1, 10_000)
  let current = 0
  await stream.change(state => {
    checkProvisioned(state)
    current = openShards(state).length
    checkScaling(current, target)
    checkQuota(service, target - current)
    const scaledAt = [...scalingsOfDay(state, service), service.now()]
    return { ...scaleUniformly(state, target, resharding(stream, service)), scaledAt }
  })
  const { name } = stream.state
  return { StreamName: name, StreamARN: arnOf(name), CurrentShardCount: current, TargetShardCount: target }
}

function checkScaling(current: number, target: number): void {
  if (target > current * 2 || target < current / 2) {
    throw new AwsError('LimitExceededException', `from ${current} shards, TargetShardCount may be half to double of it`)
  }
}

/** When the stream was scaled in the last 24 hours. */
function scalingsOfDay({ scaledAt }: StreamState, { now, limits }: Service): readonly number[] {
  const ofDay = scaledAt.filter(time => time > now() - DAY_MS)
  if (limits && ofDay.length >= MAX_SCALINGS) {
    throw new AwsError('LimitExceededException', `a stream may be scaled ${MAX_SCALINGS} times in 24 hours`)
  }
  return ofDay
}

function openShard(state: StreamState, shardId: string): ShardState {
  checkProvisioned(state)
  const shard = state.shards.find(known => known.shardId === shardId)
  if (!shard) throw new AwsError('ResourceNotFoundException', `the stream ${state.name} has no ${shardId}`)
  if (shard.closed) throw new AwsError('ResourceInUseException', `${shardId} is closed`)
  return shard
}

function checkProvisioned({ mode, name }: StreamState): void {
  if (mode === 'ON_DEMAND') throw new AwsError('ValidationException', `the stream ${name} is on-demand`)
}

function resharding(stream: Stream, { now }: Service): Resharding {
  return { now: now(), endOf: shard => stream.endOf(shard) }
}
