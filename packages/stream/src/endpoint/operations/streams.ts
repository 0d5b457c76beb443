import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { type Operation, type Service, streamOf } from '../operation.ts'
import { equalRanges } from '../storage/hash-key.ts'
import {
  DEFAULT_RECORD_KIB,
  DEFAULT_RETENTION_HOURS,
  type StreamMode,
  type StreamState,
  shardIdOf,
} from '../storage/stream-state.ts'
import { checkOnDemandQuota, checkQuota } from './quota.ts'

const MODES = ['PROVISIONED', 'ON_DEMAND'] as const
/** https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html: 4 MB/s, that is, four shards. */
const ON_DEMAND_SHARDS = 4
const MAX_RETENTION_HOURS = 8760
const MAX_RECORD_KIB = 10_240

/** A stream is active at once. */
export const createStream: Operation = async (input, service) => {
  const name = input.name('StreamName')
  if (name.startsWith('.'))
    throw new AwsError('ValidationException', `${name}: a name that begins with a dot is not kept`)
  const mode = input.has('StreamModeDetails') ? modeOf(input) : 'PROVISIONED'
  if (mode === 'ON_DEMAND') checkOnDemandQuota(service)
  const count = mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : input.integer('ShardCount', 1, Number.MAX_SAFE_INTEGER)
  checkQuota(service, count)
  const maxRecordKiB = input.has('MaxRecordSizeInKiB') ? recordKiB(input) : DEFAULT_RECORD_KIB
  await service.streams.create(newStream(name, mode, count, maxRecordKiB, service.now()))
  return {}
}

function newStream(name: string, mode: StreamMode, count: number, maxRecordKiB: number, now: number): StreamState {
  return {
    name,
    createdAt: now,
    mode,
    retentionHours: DEFAULT_RETENTION_HOURS,
    keptFrom: now,
    maxRecordKiB,
    shards: equalRanges(count).map((range, number) => ({
      shardId: shardIdOf(number),
      number,
      range,
      parents: [],
      createdAt: now,
    })),
    consumers: [],
    scaledAt: [],
  }
}

export const deleteStream: Operation = async (input, service) => {
  const { state } = streamOf(input, service)
  if (state.consumers.length > 0 && !input.flag('EnforceConsumerDeletion')) {
    throw new AwsError('ResourceInUseException', `the stream ${state.name} has consumers: set EnforceConsumerDeletion`)
  }
  await service.streams.delete(state.name)
  return {}
}

export const increaseRetention: Operation = async (input, service) => {
  await changeRetention(input, service, (hours, now) => hours >= now)
  return {}
}

export const decreaseRetention: Operation = async (input, service) => {
  await changeRetention(input, service, (hours, now) => hours <= now)
  return {}
}

/** What is past the retention stays so when that grows. */
async function changeRetention(input: Input, service: Service, may: (hours: number, now: number) => boolean) {
  const stream = streamOf(input, service)
  const hours = input.integer('RetentionPeriodHours', DEFAULT_RETENTION_HOURS, MAX_RETENTION_HOURS)
  await stream.change(state => {
    if (may(hours, state.retentionHours)) return { ...state, retentionHours: hours, keptFrom: stream.oldestKept }
    throw new AwsError('InvalidArgumentException', `the retention is ${state.retentionHours} hours already`)
  })
}

export const updateStreamMode: Operation = async (input, service) => {
  const mode = modeOf(input)
  if (mode === 'ON_DEMAND') checkOnDemandQuota(service)
  await streamOf(input, service).change(state => ({ ...state, mode }))
  return {}
}

export const updateMaxRecordSize: Operation = async (input, service) => {
  const maxRecordKiB = recordKiB(input)
  await streamOf(input, service).change(state => ({ ...state, maxRecordKiB }))
  return {}
}

function modeOf(input: Input): StreamMode {
  return input.object('StreamModeDetails').word('StreamMode', MODES)
}

function recordKiB(input: Input): number {
  return input.integer('MaxRecordSizeInKiB', DEFAULT_RECORD_KIB, MAX_RECORD_KIB)
}
