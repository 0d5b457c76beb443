import { execFileSync } from 'node:child_process'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../packages/cli/src/errors.ts'
import { ingestFiles } from '../../../packages/cli/src/files/ingest-files.ts'
import type { Totals } from '../../../packages/cli/src/totals.ts'
import { logRecord, testFolder } from '../lake-folder.ts'
import { ask, counts } from './file-lake.ts'

function lines(from: number, to: number, more: Readonly<Record<string, unknown>> = {}): string {
  let text = ''
  for (let number = from; number < to; number++) text += `${logRecord(number, more)}\n`
  return text
}

/** Gzip that does not compress: a byte of it that is changed spoils what is there, and the check at the end. */
function storedGzip(text: string): Buffer {
  return gzipSync(text, { level: 0 })
}

describe('ingestFiles', () => {
  it('takes an empty file, plain or gzipped, for what it is', async () => {
    const { lake, file } = testFolder()
    const nothing = { received: 0, stored: 0, late: 0, repeats: 0, dead_letters: 0, empty: 0, bytes: 0 }
    expect(await ingestFiles([file('empty', '')], { folder: lake })).toEqual(nothing)
    expect(await ingestFiles([file('empty.gz', gzipSync(''))], { folder: lake })).toEqual(nothing)
  })

  it('reads a pipe to its end, which can be opened but once', async () => {
    const { folder, lake } = testFolder()
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    createWriteStream(pipe).end(gzipSync(lines(0, 1000)))
    expect(await ingestFiles([pipe], { folder: lake })).toMatchObject({ received: 1000, stored: 1000 })
  })

  it('tells of every block as soon as it is in the lake', async () => {
    const { lake, file } = testFolder()
    const told: Totals[] = []
    const totals = await ingestFiles([file('a.ndjson', lines(0, 9000))], {
      folder: lake,
      blockBytes: 1000,
      onProgress: soFar => told.push(soFar),
    })
    expect(told.length).toBeGreaterThan(1)
    expect(told.at(-1)).toEqual(totals)
    expect(told.map(({ stored }) => stored)).toEqual(told.map(({ stored }) => stored).sort((a, b) => a - b))
  })

  it('shows no event twice when a file is given twice, in one command or in two', async () => {
    const { lake, file } = testFolder()
    const path = file('a.ndjson', lines(0, 3000))
    await ingestFiles([path, path], { folder: lake, blockBytes: 100_000 })
    await ingestFiles([path], { folder: lake, blockBytes: 100_000 })
    expect(await counts(lake)).toEqual({ events: 3000, stored: 3000 })
  })

  it('loses nothing of a file when another of its name begins the same', async () => {
    const { lake, file } = testFolder()
    const begin = lines(0, 1000)
    await ingestFiles([file('export.ndjson', begin + lines(1000, 2000))], { folder: lake })
    await ingestFiles([file('export.ndjson', begin + lines(2000, 2100))], { folder: lake })
    expect(await counts(lake)).toMatchObject({ events: 2100 })
  })

  it('keeps the dead letters of both such files', async () => {
    const { lake, file } = testFolder()
    const begin = lines(0, 1000)
    await ingestFiles([file('export.ndjson', `${begin}{"one":1}\n`)], { folder: lake })
    await ingestFiles([file('export.ndjson', `${begin}{"two":2}\n`)], { folder: lake })
    const { letters } = await ask(
      lake,
      'SELECT array_agg(payload_text ORDER BY payload_text) AS letters FROM dead_letters',
    )
    expect(letters).toEqual(['{"one":1}', '{"two":2}'])
  })

  it('gives the workers the proxies to trust', async () => {
    const { lake, file } = testFolder()
    const path = file('a.ndjson', lines(0, 1, { x_forwarded_for: '198.51.100.7, 203.0.113.9' }))
    await ingestFiles([path], { folder: lake, trustedProxies: ['203.0.113.0/24'] })
    expect(await ask(lake, 'SELECT client_ip FROM audit_logs')).toEqual({ client_ip: '198.51.100.7' })
  })
})

describe('a file that breaks off', () => {
  /** Ingests a file that cannot be read to its end. @returns how many bytes of text are said to be in the lake */
  async function brokenAfter(path: string, lake: string, says: string): Promise<number> {
    const error = await ingestFiles([path], { folder: lake, blockBytes: 50_000 }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UserError)
    const { message } = error as UserError
    expect(message).toContain(says)
    return Number(/came before, (\d+) bytes of text/.exec(message)![1])
  }

  const text = lines(0, 3000)

  it('is kept as far as the error says when it is cut short', async () => {
    const { lake, file } = testFolder()
    const gzip = gzipSync(text)
    const path = file('broken.ndjson.gz', gzip.subarray(0, gzip.length / 2))
    const bytes = await brokenAfter(path, lake, `${path} is corrupt: unexpected end of file`)
    const whole = text.slice(0, bytes).split('\n').length - 1
    expect(text.slice(0, bytes)).toBe(lines(0, whole))
    expect(whole).toBeGreaterThan(300)
    expect(await counts(lake)).toEqual({ events: whole, stored: whole })
  })

  it('is kept up to the wrong byte at least when one in the middle is', async () => {
    const { lake, file } = testFolder()
    const gzip = gzipSync(text)
    const bytes = await brokenAfter(file('broken.ndjson.gz', spoiled(gzip, gzip.length / 2)), lake, 'is corrupt: ')
    expect(bytes).toBeGreaterThan(text.length * 0.3)
    expect((await counts(lake)).events).toBeGreaterThan(900)
  })

  it('is told by the check at its end when a byte of its text is wrong', async () => {
    const { lake, file } = testFolder()
    const gzip = storedGzip(text)
    const path = file('broken.ndjson.gz', spoiled(gzip, gzip.length - 1000))
    expect(await brokenAfter(path, lake, 'incorrect data check')).toBeGreaterThan(0)
  })

  it.each([
    ['bytes', 'and more', 'incorrect header check'],
    ['zeros and bytes', '\0\0and more', 'the last 10 bytes of it are not gzip'],
  ])('is told by %s behind its end', async (_, rest, says) => {
    const { lake, file } = testFolder()
    const path = file('broken.ndjson.gz', Buffer.concat([gzipSync(text), Buffer.from(rest)]))
    expect(await brokenAfter(path, lake, says)).toBeGreaterThan(text.length * 0.9)
    expect((await counts(lake)).events).toBeGreaterThan(2700)
  })

  it('is none when there are zeros behind its end: they are padding', async () => {
    const { lake, file } = testFolder()
    const path = file('padded.ndjson.gz', Buffer.concat([gzipSync(text), Buffer.alloc(500)]))
    expect(await ingestFiles([path], { folder: lake })).toMatchObject({ stored: 3000, dead_letters: 0 })
  })

  it('is whole in the lake once it was mended and given again', async () => {
    const { lake, file } = testFolder()
    const gzip = gzipSync(text)
    const path = file('broken.ndjson.gz', gzip.subarray(0, gzip.length / 2))
    await brokenAfter(path, lake, 'is corrupt')
    writeFileSync(path, gzip)
    await ingestFiles([path], { folder: lake, blockBytes: 50_000 })
    expect(await counts(lake)).toMatchObject({ events: 3000 })
  })

  function spoiled(gzip: Buffer, at: number): Buffer {
    return Buffer.from(gzip.map((byte, i) => (i === Math.floor(at) ? byte ^ 0xff : byte)))
  }
})

describe('a worker that cannot start', () => {
  it('fails the command', async () => {
    const { file } = testFolder()
    const path = file('a.ndjson', lines(0, 10))
    await expect(ingestFiles([path], { folder: join(path, 'lake') })).rejects.toThrow('ENOTDIR')
  })
})
