import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourceRecords } from '../../packages/functions/src/records.ts'

const event = JSON.parse(readFileSync(join(import.meta.dirname, 'events/kinesis.json'), 'utf8'))

describe('sourceRecords', () => {
  it("reads the event of AWS's own documentation: Base64, seconds with a fraction, the shard in the id", () => {
    const records = sourceRecords(event)
    expect(records.map(({ data, ...record }) => ({ ...record, text: new TextDecoder().decode(data) }))).toEqual([
      {
        source: 'kinesis:lambda-stream',
        shardId: 'shardId-000000000006',
        sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
        arrivalTime: Date.UTC(2018, 11, 17, 22, 10, 50, 987),
        text: 'Hello, this is a test.',
      },
      {
        source: 'kinesis:lambda-stream',
        shardId: 'shardId-000000000006',
        sequenceNumber: '49590338271490256608559692540925702759324208523137515618',
        arrivalTime: Date.UTC(2018, 11, 17, 22, 11, 51, 166),
        text: 'This is only a test.',
      },
    ])
  })

  it('makes whole milliseconds of any time that a double of seconds holds', () => {
    for (const millis of [1_545_084_711_166, 1_700_000_000_001, 1_795_555_047_499]) {
      const [record] = structuredClone(event.Records)
      record.kinesis.approximateArrivalTimestamp = millis / 1000
      expect(sourceRecords({ Records: [record] })[0]!.arrivalTime).toBe(millis)
    }
  })
})
