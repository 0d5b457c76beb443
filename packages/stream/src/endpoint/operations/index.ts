import type { Operation } from '../operation.ts'
import { deregisterConsumer, describeConsumer, listConsumers, registerConsumer } from './consumers.ts'
import { describeStream, describeStreamSummary, listStreams } from './describe.ts'
import { getRecords, getShardIterator } from './get.ts'
import { listShards } from './list-shards.ts'
import { putRecord, putRecords } from './put.ts'
import { describeLimits } from './quota.ts'
import { mergeShards, splitShard, updateShardCount } from './shards.ts'
import {
  createStream,
  decreaseRetention,
  deleteStream,
  increaseRetention,
  updateMaxRecordSize,
  updateStreamMode,
} from './streams.ts'

/** The operations of the Kinesis API that answer with one JSON object. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    CreateStream: createStream,
    DecreaseStreamRetentionPeriod: decreaseRetention,
    DeleteStream: deleteStream,
    DeregisterStreamConsumer: deregisterConsumer,
    DescribeLimits: describeLimits,
    DescribeStream: describeStream,
    DescribeStreamConsumer: describeConsumer,
    DescribeStreamSummary: describeStreamSummary,
    GetRecords: getRecords,
    GetShardIterator: getShardIterator,
    IncreaseStreamRetentionPeriod: increaseRetention,
    ListShards: listShards,
    ListStreamConsumers: listConsumers,
    ListStreams: listStreams,
    MergeShards: mergeShards,
    PutRecord: putRecord,
    PutRecords: putRecords,
    RegisterStreamConsumer: registerConsumer,
    SplitShard: splitShard,
    UpdateMaxRecordSize: updateMaxRecordSize,
    UpdateShardCount: updateShardCount,
    UpdateStreamMode: updateStreamMode,
  }),
)
