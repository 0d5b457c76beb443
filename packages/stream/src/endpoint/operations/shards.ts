import { AwsError } from '../aws-error.ts'
import { type HashKeyRange, parseHashKey } from '../hash-key.ts'
import type { Input } from '../input.ts'
import { arnOf, type Operation, streamOf } from '../operation.ts'
import { sequenceNumberOf } from '../sequence-number.ts'
import type { Stream } from '../stream.ts'
import { type ShardState, shardIdOf } from '../stream-state.ts'

const HOUR_MS = 3_600_000

/** A shard as the API describes it. */
export function shardDescription(stream: Stream, { shardId, number, range, parents, createdAt, closed }: ShardState) {
  const [parent, adjacent] = parents
  return {
    ShardId: shardId,
    HashKeyRange: describedRange(range),
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumberOf(createdAt, 0, number),
      ...(closed && {
        EndingSequenceNumber: sequenceNumberOf(
          Math.max(closed.at, stream.log(shardId).newestArrival),
          closed.end,
          number,
        ),
      }),
    },
    ...(parent !== undefined && { ParentShardId: parent }),
    ...(adjacent !== undefined && { AdjacentParentShardId: adjacent }),
  }
}

/** The children of a shard, as GetRecords and SubscribeToShard tell of them at its end. */
export function childShards(stream: Stream, shardId: string) {
  return stream.state.shards
    .filter(({ parents }) => parents.includes(shardId))
    .map(child => ({ ShardId: child.shardId, ParentShards: child.parents, HashKeyRange: describedRange(child.range) }))
}

export const listShards: Operation = (input, service) => {
  const token = input.optionalText('NextToken')
  if (token !== undefined && input.has('StreamName')) {
    throw new AwsError('InvalidArgumentException', 'NextToken and StreamName are not to be given together')
  }
  const from = token === undefined ? null : parseToken(token)
  const stream = from ? service.streams.get(from.stream) : streamOf(input, service)
  const after = from?.after ?? input.optionalText('ExclusiveStartShardId') ?? ''
  const limit = input.optionalInteger('MaxResults', 1, 10_000, 1000)
  const rest = stream.state.shards.filter(shard => shard.shardId > after && isListed(stream, shard, service.now()))
  const page = rest.slice(0, limit)
  return {
    Shards: page.map(shard => shardDescription(stream, shard)),
    ...(rest.length > limit && { NextToken: tokenOf({ stream: stream.state.name, after: page.at(-1)!.shardId }) }),
  }
}

/** A closed shard is listed as long as the retention holds any record of it. */
function isListed(stream: Stream, { shardId, closed }: ShardState, now: number): boolean {
  return !closed || stream.horizon(shardId) < closed.end || closed.at >= now - stream.state.retentionHours * HOUR_MS
}

interface Token {
  readonly stream: string
  readonly after: string
}

function tokenOf(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64')
}

function parseToken(text: string): Token {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Token
  } catch (error) {
    throw new AwsError('ExpiredNextTokenException', `this is no NextToken: ${String(error)}`)
  }
}

export const splitShard: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const shard = openShard(stream, input.text('ShardToSplit'))
  const middle = parseHashKey(input.text('NewStartingHashKey'))
  const { start, end } = shard.range
  if (middle <= start || middle > end) {
    throw new AwsError('InvalidArgumentException', `NewStartingHashKey must be above ${start} and at most ${end}`)
  }
  await reshard(
    stream,
    [shard],
    [
      { start, end: middle - 1n },
      { start: middle, end },
    ],
    service.now(),
  )
  return {}
}

export const mergeShards: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const one = openShard(stream, input.text('ShardToMerge'))
  const other = openShard(stream, input.text('AdjacentShardToMerge'))
  const [low, high] = one.range.start < other.range.start ? [one, other] : [other, one]
  if (low.range.end + 1n !== high.range.start) {
    throw new AwsError('InvalidArgumentException', `${one.shardId} and ${other.shardId} are not adjacent`)
  }
  await reshard(stream, [one, other], [{ start: low.range.start, end: high.range.end }], service.now())
  return {}
}

/** As AWS does it: by splits and merges until the shards are as many as were asked for. */
export const updateShardCount: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const target = targetCount(input, stream.openShards.length)
  const current = stream.openShards.length
  while (stream.openShards.length < target) {
    const widest = stream.openShards.toSorted((a, b) => Number(width(b) - width(a)))[0]!
    const { start, end } = widest.range
    const middle = start + (end - start) / 2n
    await reshard(
      stream,
      [widest],
      [
        { start, end: middle },
        { start: middle + 1n, end },
      ],
      service.now(),
    )
  }
  while (stream.openShards.length > target) {
    const ordered = stream.openShards.toSorted((a, b) => (a.range.start < b.range.start ? -1 : 1))
    const pairs = ordered.slice(1).map((high, i) => [ordered[i]!, high] as const)
    const [low, high] = pairs.toSorted((a, b) => Number(width(a[0]) + width(a[1]) - width(b[0]) - width(b[1])))[0]!
    await reshard(stream, [low, high], [{ start: low.range.start, end: high.range.end }], service.now())
  }
  const { name } = stream.state
  return { StreamName: name, StreamARN: arnOf(name), CurrentShardCount: current, TargetShardCount: target }
}

function targetCount(input: Input, current: number): number {
  const type = input.text('ScalingType')
  if (type !== 'UNIFORM_SCALING') throw new AwsError('ValidationException', `${type} is no ScalingType`)
  const target = input.integer('TargetShardCount', 1, 10_000)
  if (target > current * 2 || target < current / 2) {
    throw new AwsError('LimitExceededException', `from ${current} shards, TargetShardCount may be half to double of it`)
  }
  return target
}

function openShard(stream: Stream, shardId: string): ShardState {
  const shard = stream.shard(shardId)
  if (shard.closed) throw new AwsError('ResourceInUseException', `${shardId} is closed`)
  return shard
}

/**
 * Closes shards and opens their children, in one step that a crash leaves done or not done.
 *
 * The children's clock begins after the parents' last record, so that sequence numbers grow along a lineage.
 */
async function reshard(
  stream: Stream,
  parents: readonly ShardState[],
  ranges: readonly HashKeyRange[],
  now: number,
): Promise<void> {
  await stream.exclusively(async () => {
    const at = Math.max(now, ...parents.map(({ shardId }) => stream.log(shardId).newestArrival + 1))
    const { state } = stream
    const closing = new Set(parents.map(({ shardId }) => shardId))
    const kept = state.shards.map(shard =>
      closing.has(shard.shardId) ? { ...shard, closed: { at, end: stream.log(shard.shardId).end } } : shard,
    )
    const children = ranges.map((range, i): ShardState => {
      const number = state.shards.length + i
      return { shardId: shardIdOf(number), number, range, parents: [...closing], createdAt: at }
    })
    await stream.change({ ...state, shards: [...kept, ...children] })
  })
}

function width({ range: { start, end } }: ShardState): bigint {
  return end - start
}

function describedRange({ start, end }: HashKeyRange) {
  return { StartingHashKey: String(start), EndingHashKey: String(end) }
}
