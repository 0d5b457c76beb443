import { AwsError } from '../aws-error.ts'
import type { Operation, Service } from '../operation.ts'

/**
 * Open shards of an account: the smallest of the defaults that AWS has for its regions.
 *
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const MAX_SHARDS = 1000
const MAX_ON_DEMAND_STREAMS = 50

/** @throws AwsError when so many more open shards would be too many */
export function checkQuota(service: Service, more: number): void {
  if (openShardCount(service) + more > MAX_SHARDS) {
    throw new AwsError('LimitExceededException', `all streams together may have ${MAX_SHARDS} open shards`)
  }
}

/** @throws AwsError when there is no room for one more */
export function checkOnDemandQuota(service: Service): void {
  if (onDemandCount(service) >= MAX_ON_DEMAND_STREAMS) {
    throw new AwsError('LimitExceededException', `there may be ${MAX_ON_DEMAND_STREAMS} on-demand streams`)
  }
}

export const describeLimits: Operation = (_, service) => ({
  ShardLimit: MAX_SHARDS,
  OpenShardCount: openShardCount(service),
  OnDemandStreamCount: onDemandCount(service),
  OnDemandStreamCountLimit: MAX_ON_DEMAND_STREAMS,
})

function openShardCount({ streams }: Service): number {
  return streams.all.reduce((sum, stream) => sum + stream.openShards.length, 0)
}

function onDemandCount({ streams }: Service): number {
  return streams.all.filter(({ state }) => state.mode === 'ON_DEMAND').length
}
