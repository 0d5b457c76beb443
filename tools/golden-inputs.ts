/**
 * Writes the inputs of the golden cases that are a framing of a record form: `test/golden/<form>-<framing>/data.bin`
 * from `test/golden/forms/<form>.jsonl`. Run it after adding a form or a framing: `npx tsx tools/golden-inputs.ts`.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const GOLDEN = 'test/golden'

const framings: Readonly<Record<string, (records: readonly string[]) => Buffer>> = {
  'one-object': records => Buffer.from(records[0]!),
  'newline-separated': records => Buffer.from(records.map(record => `${record}\n`).join('')),
  concatenated: records => Buffer.from(records.join('')),
  array: records => Buffer.from(`[${records.join(',')}]`),
  'pretty-array': records =>
    Buffer.from(
      JSON.stringify(
        records.map(record => JSON.parse(record)),
        null,
        2,
      ),
    ),
  'byte-order-mark': records => Buffer.from(`\uFEFF${records.join('\r\n')}\r\n`),
  'api-page': records => Buffer.from(`{"logs":[${records.join(',')}],"nextPageToken":"abc"}`),
  'one-object-gzip': records => gzip(Buffer.from(records[0]!)),
  'newline-separated-gzip': records => gzip(Buffer.from(records.map(record => `${record}\n`).join(''))),
  'concatenated-gzip': records => gzip(Buffer.from(records.join(''))),
  'array-gzip': records => gzip(Buffer.from(`[${records.join(',')}]`)),
  'gzip-members': records => Buffer.concat(records.map(record => gzip(Buffer.from(`${record}\n`)))),
  'kpl-aggregated': records => kplAggregated(records.map(record => Buffer.from(record))),
}

/** A member as gzip writes it without a time, so that the bytes do not change from run to run. */
function gzip(bytes: Buffer): Buffer {
  const member = gzipSync(bytes, { level: 9 })
  member[9] = 255 // RFC 1952: operating system unknown
  return member
}

/** As the Kinesis Producer Library aggregates: magic number, protobuf AggregatedRecord, MD5. */
function kplAggregated(records: readonly Buffer[]): Buffer {
  const key = field(1, Buffer.from('key'))
  const message = Buffer.concat([
    key,
    ...records.map(data => field(3, Buffer.concat([Buffer.from([0x08, 0x00]), field(3, data)]))),
  ])
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, createHash('md5').update(message).digest()])
}

function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(value.length), value])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80)
  return Buffer.from([...bytes, value])
}

for (const file of readdirSync(`${GOLDEN}/forms`)) {
  const form = file.replace('.jsonl', '')
  const records = readFileSync(`${GOLDEN}/forms/${file}`, 'utf8').trim().split('\n')
  for (const [framing, frame] of Object.entries(framings)) {
    const folder = `${GOLDEN}/${form}-${framing}`
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/data.bin`, frame(records))
  }
}
