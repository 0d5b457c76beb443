import type { Operation } from '../operation.ts'
import { deregisterConsumer, describeConsumer, listConsumers, registerConsumer } from './consumers.ts'
import { getRecords, getShardIterator } from './get.ts'
import { putRecord, putRecords } from './put.ts'
import { listShards, mergeShards, splitShard, updateShardCount } from './shards.ts'
import {
  createStream,
  decreaseRetention,
  deleteStream,
  describeStream,
  describeStreamSummary,
  increaseRetention,
  listStreams,
} from './streams.ts'

/** The operations of the Kinesis API that answer with one JSON object. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    CreateStream: createStream,
    DecreaseStreamRetentionPeriod: decreaseRetention,
    DeleteStream: deleteStream,
    DeregisterStreamConsumer: deregisterConsumer,
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
    UpdateShardCount: updateShardCount,
  }),
)
