import { describe, expect, it } from 'vitest'
import { readableShards } from '../../../packages/stream/src/poller/lineage.ts'

const shards = [
  { shardId: '0', parents: [] },
  { shardId: '1', parents: [] },
  { shardId: '2', parents: ['0'] },
  { shardId: '3', parents: ['0'] },
  { shardId: '4', parents: ['3', '1'] },
  { shardId: '5', parents: ['gone'] },
]
const readable = (...ended: string[]) => readableShards(shards, new Set(ended)).map(({ shardId }) => shardId)

describe('readableShards', () => {
  it('holds children back until their parents are read to the end', () => {
    expect(readable()).toEqual(['0', '1', '5'])
    expect(readable('0')).toEqual(['1', '2', '3', '5'])
  })

  it('wants both parents of a merged shard', () => {
    expect(readable('0', '3')).toEqual(['1', '2', '5'])
    expect(readable('0', '1', '3')).toEqual(['2', '4', '5'])
  })

  it('does not wait for a parent that is not listed any more', () => {
    expect(readable('0', '1', '2', '3', '4')).toEqual(['5'])
  })
})
