import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TransformResult } from '../../packages/core/src/transform.ts'
import { batch, fingerprint, rowsOf, transformed } from '../core/batch.ts'

const FOLDER = import.meta.dirname
const cases = readdirSync(FOLDER, { withFileTypes: true }).filter(
  entry => entry.isDirectory() && entry.name !== 'forms',
)

/** By case: a hash of all that it becomes, bytes of files included; the same on every machine and Node. */
const HASHES = join(FOLDER, 'hashes.json')
const hashes: Record<string, string> = existsSync(HASHES) ? JSON.parse(readFileSync(HASHES, 'utf8')) : {}

/** What a person wants to see of a result: the receipt's counts, rows, dead letters. */
async function readable(result: TransformResult) {
  const { received, stored, repeats, dead_letters, empty } = result.receipt
  return {
    counts: { received, stored, repeats, dead_letters, empty },
    rows: await rowsOf(result.dataFiles),
    dead_letters: result.deadLetters.map(
      ({ reason, message, path, payload, payload_text, sequence_number, position }) => ({
        reason,
        message,
        path,
        payload: payload_text ?? `base64:${payload}`,
        sequence_number,
        position,
      }),
    ),
  }
}

describe.each(cases.map(entry => entry.name))('golden %s', name => {
  const folder = join(FOLDER, name)
  const data = readdirSync(folder)
    .filter(file => file.endsWith('.bin'))
    .sort()
  const records = batch(...data.map(file => new Uint8Array(readFileSync(join(folder, file)))))

  it('becomes the expected rows and dead letters', async () => {
    const actual = `${JSON.stringify(await readable(transformed(records)), null, 2)}\n`
    const expected = join(folder, 'result.json')
    const changed = join(folder, 'result.changed.json')
    rmSync(changed, { force: true })
    if (!existsSync(expected) && !process.env.CI) {
      console.warn(`golden ${name}: wrote ${expected}: read it before you commit it`)
      writeFileSync(expected, actual)
    }
    if (readFileSync(expected, 'utf8') !== actual) writeFileSync(changed, actual)
    expect(JSON.parse(actual)).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
  })

  it('becomes the same bytes as ever', () => {
    const hash = createHash('sha256')
      .update(JSON.stringify(fingerprint(transformed(records))))
      .digest('hex')
    if (!(name in hashes) && !process.env.CI) {
      hashes[name] = hash
      writeFileSync(HASHES, `${JSON.stringify(Object.fromEntries(Object.entries(hashes).sort()), null, 2)}\n`)
    }
    expect(hash).toBe(hashes[name])
  })

  it('becomes the same files when every record is read by JSON.parse', () => {
    expect(fingerprint(transformed(records, { reader: 'parse' }))).toEqual(fingerprint(transformed(records)))
  })
})

describe('golden hashes', () => {
  it('are those of the cases there are', () => {
    expect(Object.keys(hashes)).toEqual(cases.map(entry => entry.name).sort())
  })
})
