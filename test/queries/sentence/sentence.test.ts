import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type Engine, ingest, rowObjects } from '@temporal-audit-lake/lake'
import { connectScript, type LocalLake } from '@temporal-audit-lake/lake/local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { knownOperations } from '../../../packages/core/src/operation.ts'
import { batch, WRITTEN_AT } from '../../core/batch.ts'
import { sealAll } from '../../lake/seal-all.ts'
import { askLake } from '../lake-of.ts'
import { type TrinoLakes, trinoLakes } from '../trino-lakes.ts'

/** Files of log records, one a line; what is said of each is in the text file beside it. */
const CASES = ['published', 'operations', 'hostile'] as const

const SENTENCES = 'SELECT operation, sentence FROM events_flat ORDER BY emit_time, log_id, operation'

describe('the sentence of an event', () => {
  it.each(CASES)('says what happened: %s', async name => {
    const said = await askCase(name, sentencesIn)
    expect(said).toEqual(expectedLines(name, said))
  })

  it.each(CASES)('is the same in a DuckDB that has nothing of ours in it: %s', async name => {
    const [ours, theirs] = await askCase(name, async (engine, lake) => [
      await sentencesIn(engine),
      await plainSentences(lake),
    ])
    expect(theirs).toEqual(ours)
  })

  it('is known for every operation that Temporal has named, both done and tried', () => {
    const said = linesOf('operations.txt')
    for (const operation of knownOperations) {
      const own = said.filter(line => new RegExp(`^${operation}(API)?: `).test(line))
      expect(own.filter(line => line.includes(' tried to ') && line.endsWith(': ERROR')).length, operation).toBe(
        own.length / 2,
      )
      expect(own.join(), operation).not.toMatch(/ (ran|run) /)
    }
  })

  it('is one line that a terminal shows as it is, and not too long', async () => {
    const rows = await askCase('hostile', async engine => rowObjects(await engine.query(SENTENCES)))
    for (const { sentence } of rows) {
      expect(sentence).toMatch(/^[^\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]{1,500}$/u)
    }
  })
})

const TRINO = process.env.AUDIT_LAKE_TRINO_URL
const AWS = process.env.AUDIT_LAKE_TRINO_AWS_URL
const reason = TRINO && AWS ? '' : ' (skipped: set AUDIT_LAKE_TRINO_URL and AUDIT_LAKE_TRINO_AWS_URL)'

describe.skipIf(reason !== '')(`on a real Trino${reason}`, () => {
  let lakes: TrinoLakes

  beforeAll(async () => {
    lakes = await trinoLakes(TRINO!, AWS!)
  })
  afterAll(() => lakes.close())

  it.each(CASES)(
    'events_flat and event_targets are what they are on DuckDB: %s',
    async name => {
      await askCase(name, async (duckDB, lake) => {
        const trino = await lakes.copyOf(lake, 'events_flat, event_targets')
        for (const sql of [
          'SELECT * FROM events_flat ORDER BY emit_time, log_id, operation',
          'SELECT * FROM event_targets ORDER BY emit_time, log_id, operation, target_type, target',
        ])
          expect(await rowObjects(await trino.query(sql))).toEqual(await rowObjects(await duckDB.query(sql)))
      })
    },
    120_000,
  )
})

async function askCase<Answer>(
  name: (typeof CASES)[number],
  ask: (engine: Engine, lake: LocalLake) => Promise<Answer>,
): Promise<Answer> {
  return await askLake(async lake => {
    await ingest(batch(...linesOf(`${name}.jsonl`)), lake, { writtenAt: WRITTEN_AT })
    await sealAll(lake, WRITTEN_AT) // they are older than the days that are open
  }, ask)
}

async function sentencesIn(engine: Engine): Promise<string[]> {
  return (await rowObjects(await engine.query(SENTENCES))).map(lineOf)
}

async function plainSentences(lake: LocalLake): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(connectScript(await lake.relations()))
    return (await connection.runAndReadAll(SENTENCES)).getRowObjectsJS().map(lineOf)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

function lineOf({ operation, sentence }: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(operation).slice(1, -1)}: ${sentence}`
}

function linesOf(file: string): string[] {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
    .trimEnd()
    .split('\n')
}

/** What is not expected yet is written, to be read and committed; never in CI. */
function expectedLines(name: string, lines: readonly string[]): string[] {
  const path = join(import.meta.dirname, `${name}.txt`)
  if (!existsSync(path) && !process.env.CI) writeFileSync(path, `${lines.join('\n')}\n`)
  return linesOf(`${name}.txt`)
}
