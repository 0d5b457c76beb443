import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeadLetter, payloadOf } from '../../packages/core/src/dead-letter.ts'
import { isBalanced } from '../../packages/core/src/receipt.ts'
import { leafColumns } from '../../packages/core/src/table.ts'
import { anyData } from './any-data.ts'
import { batch, fingerprint, type RowObject, rowsOf, transformed, withoutProvenance } from './batch.ts'
import { objectText } from './json-text.ts'
import { jsonAt, leafCell, recordWithLeaves } from './leaf-text.ts'
import { canBeReadBack, membersOf } from './rebuild.ts'
import { recordMembers, recordText } from './record-text.ts'

const encoder = new TextEncoder()

/** Rows as a set: sorted texts, without where they came from, each once. */
function setOf(rows: readonly RowObject[]): string[] {
  return [...new Set(rows.map(row => JSON.stringify(withoutProvenance(row))))].sort()
}

function idsOf(letters: readonly DeadLetter[]): string[] {
  return letters.map(letter => letter.dead_letter_id).sort()
}

/** Without the line breaks between its tokens: after a broken record, reading goes on at the next line. */
function onOneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ')
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

describe('transform', () => {
  it('loses no member of a record: each can be read back from its row', async () => {
    await fc.assert(
      fc.asyncProperty(recordMembers, async members => {
        const text = objectText(members)
        const result = transformed(batch(text))
        const [row] = await rowsOf(result.dataFiles)
        expect(result.receipt.stored).toBe(1)
        const extra = row!.extra === undefined ? [] : membersOf(row!.extra as string)
        for (const member of members)
          expect(canBeReadBack(member, row!, extra), `${member.join(':')} of ${text} in ${JSON.stringify(row)}`).toBe(
            true,
          )
      }),
      { numRuns: 500 },
    )
  })

  it('makes the same files whether the scanner or JSON.parse reads the records', () => {
    fc.assert(
      fc.property(fc.array(anyData, { minLength: 1, maxLength: 5 }), data => {
        expect(fingerprint(transformed(batch(...data), { reader: 'parse' }))).toEqual(
          fingerprint(transformed(batch(...data))),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('accounts for all input, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(anyData, { minLength: 1, maxLength: 5 }), data => {
        const { receipt, deadLetters, dataFiles } = transformed(batch(...data))
        expect(isBalanced(receipt)).toBe(true)
        expect(receipt.dead_letters).toBe(deadLetters.length)
        expect(receipt.stored).toBe(dataFiles.reduce((sum, file) => sum + file.rows, 0))
        expect(receipt.received).toBeGreaterThanOrEqual(data.length)
        expect(receipt.bytes).toBe(data.reduce((sum, piece) => sum + piece.length, 0))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the exact bytes of what it cannot read, in dead letters in the order of their places', () => {
    fc.assert(
      fc.property(
        anyData.filter(data => data[0] !== 0x1f),
        data => {
          let at = 0
          const { deadLetters } = transformed(batch(data))
          // that an array is not closed is known at its end, and told of the bracket that opened it
          const [open] = deadLetters.filter(({ message }) => message.endsWith('is not closed'))
          expect(open?.payload_text ?? '[').toBe('[')
          for (const letter of deadLetters.filter(letter => letter !== open)) {
            const payload = payloadOf(letter)
            const found = Buffer.from(data).indexOf(payload, at)
            expect(found).toBeGreaterThanOrEqual(at)
            expect(payload.length).toBeGreaterThan(0)
            expect(letter.payload_text).toBe(textOrNull(payload))
            at = found + payload.length
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('fills the columns of leaves with what stands at their places in the details', async () => {
    await fc.assert(
      fc.asyncProperty(recordWithLeaves, async text => {
        const [row] = await rowsOf(transformed(batch(text)).dataFiles)
        for (const { name, type, from } of leafColumns) {
          const cells = from.map(pointer => leafCell(type, jsonAt(text, pointer)))
          expect(row![name] ?? null, `${name} of ${text}`).toEqual(cells.find(cell => cell !== null) ?? null)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('makes the same set of rows however a batch is split or shuffled', async () => {
    const shuffled = fc.array(anyData, { minLength: 1, maxLength: 6 }).chain(data => {
      const records = batch(...data)
      return fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray(records, { minLength: records.length }),
        fc.nat(records.length),
      )
    })
    await fc.assert(
      fc.asyncProperty(shuffled, async ([records, other, cut]) => {
        const whole = transformed(records)
        expect(fingerprint(transformed(other)).dataFiles).toEqual(fingerprint(whole).dataFiles)
        const parts = [records.slice(0, cut), records.slice(cut)]
          .filter(part => part.length > 0)
          .map(part => transformed(part))
        const rows = (await Promise.all(parts.map(part => rowsOf(part.dataFiles)))).flat()
        expect(setOf(rows)).toEqual(setOf(await rowsOf(whole.dataFiles)))
        expect(parts.reduce((sum, part) => sum + part.receipt.received, 0)).toBe(whole.receipt.received)
        expect(idsOf(parts.flatMap(part => part.deadLetters))).toEqual(idsOf(whole.deadLetters))
      }),
      { numRuns: 100 },
    )
  })

  it('makes the row of a dead letter that is repaired and sent again', async () => {
    await fc.assert(
      fc.asyncProperty(recordText.map(onOneLine), async text => {
        const broken = batch(text.slice(0, -1))
        const { deadLetters } = transformed(broken)
        const repaired = deadLetters.map(letter => new TextDecoder().decode(payloadOf(letter))).join('')
        const again = transformed([{ ...broken[0]!, data: encoder.encode(`${repaired}}`) }], { batchId: 'redrive/1' })
        expect(deadLetters).toHaveLength(1)
        expect(await rowsOf(again.dataFiles)).toEqual(await rowsOf(transformed(batch(text)).dataFiles))
      }),
      { numRuns: 200 },
    )
  })
})
