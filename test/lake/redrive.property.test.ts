import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columns, type DeadLetter, payloadOf } from '../../packages/core/src/index.ts'
import { rowObjects } from '../../packages/lake/src/engine.ts'
import { ingest } from '../../packages/lake/src/ingest.ts'
import { type LocalLake, openLocalLake } from '../../packages/lake/src/local/lake.ts'
import { redrive } from '../../packages/lake/src/redrive.ts'
import { batch, type RowObject, rowsOf, transformed, WRITTEN_AT } from '../core/batch.ts'
import { recordText } from '../core/record-text.ts'
import { sealAll } from './seal-all.ts'

const encoder = new TextEncoder()
const NAMES = columns.map(({ name }) => name).join(', ')
const options = { writtenAt: WRITTEN_AT + 3_600_000 }

async function inNewLake(test: (lake: LocalLake) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'redrive-'))
  try {
    await test(await openLocalLake(folder, () => WRITTEN_AT))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function ask(lake: LocalLake, sql: string): Promise<RowObject[]> {
  const engine = await lake.engine()
  try {
    const rows = await rowObjects(await engine.query(sql))
    return rows.map(
      row => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null)) as unknown as RowObject,
    )
  } finally {
    engine.close()
  }
}

/** The letters of a lake, as its table has them. */
async function lettersOf(lake: LocalLake, where: string): Promise<DeadLetter[]> {
  const rows = await ask(lake, `SELECT * FROM dead_letters WHERE ${where} ORDER BY sequence_number, position`)
  return rows.map(row => ({ ...row, arrival_time: Date.parse(String(row.arrival_time)) }) as unknown as DeadLetter)
}

async function keysOf(lake: LocalLake): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of lake.objects.list('')) keys.push(key)
  return keys
}

const byText = (rows: readonly RowObject[]) => rows.map(row => JSON.stringify(row, Object.keys(row).sort())).sort()

/** A record on one line, the place where a byte of it is lost, and the record without that byte. */
const brokenRecord = recordText
  .map(text => text.replace(/[\r\n]/g, ' '))
  .chain(text => fc.tuple(fc.constant(text), fc.constantFrom(0, text.length - 1)))
  .map(([text, lost]) => ({ text, broken: text.slice(0, lost) + text.slice(lost + 1) }))

describe('redrive', () => {
  it('makes of a dead letter that was mended the row that the record would have become', async () => {
    await fc.assert(
      fc.asyncProperty(brokenRecord, recordText, async ({ text, broken }, other) =>
        inNewLake(async lake => {
          await ingest(batch(other, broken), lake, { writtenAt: WRITTEN_AT })
          const letters = await lettersOf(lake, 'redriven_at IS NULL')
          const wanted = transformed(batch(other, text))
          expect(letters.length).toBeGreaterThan(0)
          expect(Buffer.concat(letters.map(payloadOf)).toString()).toBe(broken.trim())

          const [letter] = letters
          expect(await redrive(letter!, encoder.encode(text), lake, options)).toMatchObject({ redriven: true })
          await sealAll(lake, WRITTEN_AT) // records of any time
          const rows = await ask(lake, `SELECT ${NAMES} FROM audit_logs`)
          expect(byText(rows)).toEqual(byText(await rowsOf(wanted.dataFiles)))
          expect(await lettersOf(lake, 'redriven_at IS NOT NULL')).toMatchObject([
            { dead_letter_id: letter!.dead_letter_id },
          ])
        }),
      ),
      { numRuns: 8 },
    )
  })

  it('makes that row once, however often it is redriven', async () => {
    await fc.assert(
      fc.asyncProperty(brokenRecord, async ({ text, broken }) =>
        inNewLake(async lake => {
          await ingest(batch(broken), lake, { writtenAt: WRITTEN_AT })
          const [letter] = await lettersOf(lake, 'true')
          for (const hours of [1, 1, 2]) {
            const writtenAt = WRITTEN_AT + hours * 3_600_000
            await redrive(letter!, encoder.encode(text), lake, { writtenAt })
          }
          await sealAll(lake, WRITTEN_AT)
          expect(await ask(lake, 'SELECT log_id FROM audit_logs')).toHaveLength(1)
        }),
      ),
      { numRuns: 4 },
    )
  })

  it('writes nothing at all when any of it would be dead once more', async () => {
    await fc.assert(
      fc.asyncProperty(brokenRecord, recordText, async ({ broken }, good) =>
        inNewLake(async lake => {
          await ingest(batch(broken), lake, { writtenAt: WRITTEN_AT })
          const before = await keysOf(lake)
          const [letter] = await lettersOf(lake, 'true')
          for (const payload of [payloadOf(letter!), encoder.encode(`${good}\n${broken}`)])
            expect(await redrive(letter!, payload, lake, options)).toMatchObject({ redriven: false })
          expect(await redrive(letter!, encoder.encode(' {} '), lake, options)).toMatchObject({ redriven: false })
          expect(await keysOf(lake)).toEqual(before)
          expect(await lettersOf(lake, 'redriven_at IS NULL')).not.toHaveLength(0)
        }),
      ),
      { numRuns: 4 },
    )
  })
})
