import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { deadLetterColumns, receiptColumns, type SourceRecord } from '../../packages/core/src/index.ts'
import { deadLettersView, ingest, receiptsView, redrive, rowObjects } from '../../packages/lake/src/index.ts'
import { openLocalLake } from '../../packages/lake/src/local/index.ts'
import { trinoGrammar } from '../queries/trino-grammar.ts'

const DUCKDB_TYPE = { string: 'VARCHAR', bigint: 'BIGINT', timestamp: 'TIMESTAMP' } as const

function record(text: string, sequenceNumber: number): SourceRecord {
  const data = new TextEncoder().encode(text)
  return { source: 'kinesis:audit', shardId: 's', sequenceNumber: String(sequenceNumber), arrivalTime: 0, data }
}

describe('the views of receipts and dead letters', () => {
  it("keep to Trino's grammar", async () => {
    const grammar = await trinoGrammar()
    for (const view of [receiptsView(), deadLettersView()]) expect(grammar(view)).toEqual([])
  })

  it('say in Athena what they say on this machine, however often a batch was delivered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-'))
    const lake = await openLocalLake(folder)
    const engine = await lake.engine()
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    onTestFinished(async () => {
      connection.closeSync()
      instance.closeSync()
      engine.close()
      await rm(folder, { recursive: true })
    })

    const batch = [record('broken', 1), record('{"operation":"A","emit_time":"2026-11-22T10:00:00Z","log_id":"a"}', 2)]
    for (const writtenAt of [1_795_000_000_000, 1_795_000_060_000]) await ingest(batch, lake, { writtenAt })
    const [letter] = await rowObjects(await engine.query('SELECT * FROM dead_letters'))
    const mended = new TextEncoder().encode('{"operation":"B","emit_time":"2026-11-22T10:00:00Z","log_id":"b"}')
    await redrive(letter as never, mended, lake, { writtenAt: 1_795_000_120_000 })

    for (const [table, prefix, columns] of [
      ['delivered_receipts', 'receipts', receiptColumns],
      ['delivered_dead_letters', 'dead-letters', deadLetterColumns],
    ] as const) {
      const types = columns.map(({ name, type }) => `${name}: '${DUCKDB_TYPE[type]}'`).join(', ')
      await connection.run(
        `CREATE VIEW ${table} AS SELECT * FROM read_json('${folder}/${prefix}/*/*.ndjson', columns = {${types}})`,
      )
    }
    const rows = async (sql: string) =>
      (await (await connection.run(sql)).getRowObjectsJson()) as Record<string, unknown>[]
    await connection.run(`CREATE VIEW receipts AS ${receiptsView()}`)
    expect(await rows('SELECT count(*)::INTEGER AS n FROM delivered_receipts')).toEqual([{ n: 3 }])

    const receipts = 'SELECT batch_id, received, stored, dead_letters FROM receipts ORDER BY batch_id'
    const here = await rowObjects(await engine.query(receipts))
    expect(here).toHaveLength(2)
    expect(await rows(receipts.replace('stored', 'stored::INTEGER AS stored'))).toMatchObject(
      here.map(({ batch_id, stored }) => ({ batch_id, stored })),
    )

    const [there] = await rows(
      `SELECT dead_letter_id, reason, redriven_at IS NOT NULL AS is_done FROM (${deadLettersView()})`,
    )
    const [local] = await rowObjects(
      await engine.query('SELECT dead_letter_id, reason, redriven_at IS NOT NULL AS is_done FROM dead_letters'),
    )
    expect(there).toEqual(local)
  })
})
