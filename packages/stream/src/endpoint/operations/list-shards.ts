import type { Input } from '@temporal-audit-lake/http'
import type { Operation } from '../operation.ts'
import type { Stream } from '../storage/stream.ts'
import type { ShardState } from '../storage/stream-state.ts'
import { pageOf, pageRequest } from './page.ts'
import { shardDescription } from './shard-description.ts'

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
const MAX_RESULTS = 1000

export const listShards: Operation = (input, service) => {
  const request = pageRequest(input, service)
  const { stream, asked, after } = request
  const filter = asked.has('ShardFilter') ? filterOf(asked.object('ShardFilter'), stream) : () => true
  const start = after || (input.optionalText('ExclusiveStartShardId') ?? '')
  const rest = keptShards(stream).filter(shard => shard.shardId > start && filter(shard))
  const limit = Math.min(MAX_RESULTS, input.optionalInteger('MaxResults', 1, 10_000, MAX_RESULTS))
  const { page, token } = pageOf(rest, limit, ({ shardId }) => shardId, request, service.now())
  return { Shards: page.map(shardDescription), ...token }
}

/** Shards that may hold records: a closed one goes when the retention has passed since it was closed. */
export function keptShards({ state, oldestKept }: Stream): ShardState[] {
  return state.shards.filter(({ closed }) => !closed || closed.at >= oldestKept)
}

const FILTERS = [
  'AFTER_SHARD_ID',
  'AT_TRIM_HORIZON',
  'FROM_TRIM_HORIZON',
  'AT_LATEST',
  'AT_TIMESTAMP',
  'FROM_TIMESTAMP',
] as const

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html */
function filterOf(input: Input, { state, oldestKept }: Stream): (shard: ShardState) => boolean {
  const trimHorizon = Math.max(state.createdAt, oldestKept)
  switch (input.word('Type', FILTERS)) {
    case 'AFTER_SHARD_ID': {
      const after = input.name('ShardId')
      return ({ shardId }) => shardId > after
    }
    case 'FROM_TRIM_HORIZON':
      return () => true
    case 'AT_TRIM_HORIZON':
      return openAt(trimHorizon)
    case 'AT_LATEST':
      return ({ closed }) => !closed
    case 'AT_TIMESTAMP':
      return openAt(input.time('Timestamp'))
    case 'FROM_TIMESTAMP':
      return openSince(Math.max(trimHorizon, input.time('Timestamp')))
  }
}

function openAt(time: number): (shard: ShardState) => boolean {
  const isOpenSince = openSince(time)
  return shard => shard.createdAt <= time && isOpenSince(shard)
}

function openSince(time: number): (shard: ShardState) => boolean {
  return ({ closed }) => !closed || closed.at >= time
}
