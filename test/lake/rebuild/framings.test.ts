import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SourceRecord } from '../../../packages/core/src/index.ts'
import { differs } from '../../../packages/lake/src/index.ts'
import { archivedLake } from './archived-lake.ts'

const GOLDEN = join(import.meta.dirname, '../../golden')
const AT = Date.UTC(2026, 10, 22, 10, 30)

/** Everything there is a golden result of, as Kinesis records: every form in every framing, plain and gzipped, and broken. */
function goldenRecords(): SourceRecord[] {
  const files = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.bin'))
  return files.sort().map((path, i) => ({
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(10 ** 15 + i),
    arrivalTime: AT + i,
    data: readFileSync(join(GOLDEN, path)),
  }))
}

describe('a lake made again from its archive', () => {
  it('is the lake that was made of the records one by one, whatever their framing', async () => {
    const records = goldenRecords()
    expect(records.length).toBeGreaterThan(100)
    const lake = await archivedLake()
    await lake.deliver(new Date(AT).toISOString(), records)
    await lake.seal('2026-11-22T12:10:00Z')
    expect(await lake.keys('raw/')).toHaveLength(1)
    const { days, written } = await lake.rebuild('2026-11-22T13:00:00Z')
    expect(days.filter(differs)).toEqual([])
    expect(days.length).toBeGreaterThan(10)
    expect(written).toEqual([])
  })

  it('has no dead letter twice, but for what only the end of a record tells apart', async () => {
    const lake = await archivedLake()
    await lake.deliver(new Date(AT).toISOString(), goldenRecords())
    await lake.rebuild('2026-11-22T13:00:00Z')
    await lake.rebuild('2026-11-22T13:00:00Z')
    const letters = await lake.query(
      "SELECT payload_text FROM dead_letters WHERE source LIKE 'raw:%' ORDER BY payload_text",
    )
    // the comma behind a broken element of an array; what stands behind the end of a gzipped record
    expect(letters.map(({ payload_text }) => payload_text)).toEqual([',', 'tail'])
  })
})
