import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocksOf } from '../../../packages/cli/src/files/blocks.ts'
import { batch, rowsOf, transformed, withoutProvenance } from '../../core/batch.ts'
import { recordText } from '../../core/record-text.ts'

async function* inChunks(bytes: Uint8Array, chunkBytes: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}

async function cutUp(text: string, chunkBytes: number, blockBytes: number) {
  const blocks = []
  for await (const block of blocksOf(inChunks(new TextEncoder().encode(text), chunkBytes), { blockBytes }))
    blocks.push(block)
  return blocks
}

async function contentOf(pieces: readonly Uint8Array[]) {
  const results = pieces.map(piece => transformed(batch(piece)))
  const rows = (await Promise.all(results.map(result => rowsOf(result.dataFiles)))).flat()
  return {
    rows: [...new Set(rows.map(row => JSON.stringify(withoutProvenance(row))))].sort(),
    dead: results.flatMap(result => result.deadLetters.map(letter => letter.payload_text)).sort(),
  }
}

const records = fc.array(recordText, { minLength: 1, maxLength: 8 })
const sizes = [fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 400 })] as const

const line = (text: string) => text.replace(/[\r\n]/g, ' ')
const lines = (texts: readonly string[]) => texts.map(text => `${line(text)}\n`).join('')
const framings: Readonly<Record<string, (texts: readonly string[]) => string>> = {
  lines,
  concatenated: texts => texts.join(''),
  'an array': texts => `[${texts.join(',')}]`,
  'a pretty array': texts =>
    JSON.stringify(
      texts.map(text => JSON.parse(text)),
      null,
      2,
    ),
  'an array and lines': texts => `[${texts.join(',\n')}]\n${lines(texts)}`,
  'lines and an array': texts => `${lines(texts)}[\n${texts.map(line).join(',\n')}\n]\n${lines(texts)}`,
  'pretty objects': texts => texts.map(text => JSON.stringify(JSON.parse(text), null, 2)).join('\n'),
}

describe('blocksOf', () => {
  it.each(Object.keys(framings))('cuts a file of %s so that its blocks hold what the file holds', async name => {
    await fc.assert(
      fc.asyncProperty(records, ...sizes, async (texts, chunkBytes, blockBytes) => {
        const text = framings[name]!(texts)
        const blocks = await cutUp(text, chunkBytes, blockBytes)
        expect(await contentOf(blocks.map(block => block.bytes))).toEqual(
          await contentOf([new TextEncoder().encode(text)]),
        )
      }),
      { numRuns: 60 },
    )
  })

  it('loses no good line for a broken one', async () => {
    const broken = fc
      .tuple(recordText, fc.nat())
      .map(([text, at]) => text.replace(/[\r\n]/g, ' ').slice(0, 1 + (at % (text.length - 1))))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(recordText, broken), { minLength: 2, maxLength: 5 }),
        ...sizes,
        async (pairs, chunkBytes, blockBytes) => {
          const good = await contentOf([new TextEncoder().encode(lines(pairs.map(([text]) => text)))])
          const text = pairs.map(([whole, cut]) => `${lines([whole])}${cut}\n`).join('')
          const blocks = await cutUp(text, chunkBytes, blockBytes)
          expect((await contentOf(blocks.map(block => block.bytes))).rows).toEqual(expect.arrayContaining(good.rows))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keeps the bytes of lines as they are, one block after another', async () => {
    await fc.assert(
      fc.asyncProperty(records, ...sizes, async (texts, chunkBytes, blockBytes) => {
        const text = lines(texts)
        const blocks = await cutUp(text, chunkBytes, blockBytes)
        expect(Buffer.concat(blocks.map(block => block.bytes)).toString()).toBe(text)
        let offset = 0
        for (const block of blocks) {
          expect(block.offset).toBe(offset)
          offset += block.bytes.length
        }
      }),
    )
  })

  it('cuts a record that does not end, rather than hold all of the file', async () => {
    const blocks = []
    const endless = async function* () {
      for (let i = 0; i < 50; i++) yield new TextEncoder().encode('{"a":"'.padEnd(1000, 'x'))
    }
    for await (const block of blocksOf(endless(), { blockBytes: 100, maxRecordBytes: 5000 })) blocks.push(block)
    expect(Math.max(...blocks.map(block => block.bytes.length))).toBeLessThanOrEqual(7000)
    expect(blocks.reduce((sum, block) => sum + block.bytes.length, 0)).toBe(50_000)
  })
})
