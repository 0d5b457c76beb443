import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { asyncBufferFromFile } from 'hyparquet/src/node.js'
import { compressors } from 'hyparquet-compressors'
import { describe, expect, it } from 'vitest'
import { type DayMerger, LakeError, readManifest, sealedKey } from '../../../packages/lake/src/index.ts'
import { testLake } from './lake.ts'

const A = { id: 'a', at: '2026-11-22T10:20:00Z' }
const B = { id: 'b', at: '2026-11-22T10:10:00Z' }
const LATE = { id: 'late', at: '2026-01-05T00:00:00Z' }

describe('seal', () => {
  it('writes one file per day, sorted, every version once, the highest current', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, B)
    await lake.ingest('2026-11-22T10:40:00Z', { ...A, version: 2 }, B)
    await lake.ingest('2026-11-22T10:50:00Z', { ...A, version: 1 })
    const { days } = await lake.seal('2026-11-22T11:10:00Z')
    expect(days).toMatchObject([
      {
        day: '2026-11-22',
        rows: 4,
        superseded: 2,
        firstTime: '2026-11-22T10:10:00.000Z',
        lastTime: '2026-11-22T10:20:00.000Z',
      },
    ])

    const file = await asyncBufferFromFile(lake.pathOf(sealedKey('2026-11-22', days[0]!.generation)))
    const rows = await parquetReadObjects({ file, compressors })
    expect(rows.map(({ log_id, version, is_current }) => [log_id, version, is_current])).toEqual([
      ['b', 0, true],
      ['a', 0, false],
      ['a', 1, false],
      ['a', 2, true],
    ])
    expect(rows[0]).toMatchObject({ event_date: '2026-11-22', arrival_time: new Date('2026-11-22T10:40:00Z') })
    const { row_groups } = await parquetMetadataAsync(file)
    expect(row_groups).toHaveLength(1)
    expect(new Set(row_groups[0]!.columns.map(({ meta_data }) => meta_data!.codec))).toEqual(new Set(['ZSTD']))
  })

  it('takes closed hours only, and shows the same before and after', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:59:00Z', A)
    await lake.ingest('2026-11-22T11:00:00Z', { ...A, version: 1 }, B)
    expect(await lake.shown()).toEqual(['b 0', 'a 1'])
    expect(await lake.seal('2026-11-22T11:10:00Z')).toMatchObject({ files: 1, sealedThrough: '2026-11-22-10' })
    expect(await lake.shown()).toEqual(['b 0', 'a 1'])
    expect(await lake.seal('2026-11-22T12:10:00Z')).toMatchObject({ files: 1, sealedThrough: '2026-11-22-11' })
    expect(await lake.shown()).toEqual(['b 0', 'a 1'])
  })

  it('shows late events from when they are sealed', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    expect(await lake.shown()).toEqual(['a 0'])
    await lake.seal('2026-11-22T10:31:00Z')
    expect(await lake.shown()).toEqual(['late 0', 'a 0'])
  })

  it('gives the same bytes for the same rows, in however many seals they came', async () => {
    const one = await testLake()
    await one.ingest('2026-11-22T10:30:00Z', A)
    await one.ingest('2026-11-22T10:31:00Z', B)
    const other = await testLake()
    await other.ingest('2026-11-22T10:30:00Z', A)
    await other.seal('2026-11-22T11:10:00Z')
    await other.ingest('2026-11-22T10:31:00Z', B)
    const [left] = (await one.seal('2026-11-22T11:10:00Z')).days
    const [right] = (await other.seal('2026-11-22T11:15:00Z')).days
    expect(left!.sha256).toBe(right!.sha256)
  })

  it('does nothing when there is nothing to do', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T11:10:00Z')
    const before = await readManifest(lake.lake.objects)
    expect(await lake.seal('2026-11-22T11:20:00Z')).toMatchObject({ files: 0, days: [] })
    expect(await readManifest(lake.lake.objects)).toEqual(before)
  })

  it('takes a file that appeared in an hour after it was sealed', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.ingest('2026-11-22T10:59:59Z', B)
    await lake.seal('2026-11-22T11:15:00Z')
    expect(await lake.shown()).toEqual(['b 0', 'a 0'])
  })

  it('opens hours again that a clock far ahead has sealed', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-29T00:00:00Z')
    await lake.ingest('2026-11-22T11:05:00Z', B)
    expect(await lake.shown()).toEqual(['a 0'])
    expect(await lake.seal('2026-11-22T11:10:00Z')).toMatchObject({ sealedThrough: '2026-11-22-10' })
    expect(await lake.shown()).toEqual(['b 0', 'a 0'])
  })

  it('lets a sealer whose clock is behind seal nothing twice and hide nothing', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T13:10:00Z')
    await lake.ingest('2026-11-22T13:11:00Z', B)
    await lake.seal('2026-11-22T11:10:00Z')
    expect(await lake.shown()).toEqual(['b 0', 'a 0'])
  })

  it('has the loser of a race begin again', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    const other = await lake.lake.merger()
    let isSecond = false
    const racing: DayMerger = {
      ...other,
      async merge(day, keys, output, promoted) {
        const written = await other.merge(day, keys, output, promoted)
        // the other sealer commits while this one merges, and takes the late file away
        if (!isSecond) {
          isSecond = true
          await lake.seal('2026-11-22T11:10:00Z')
          await lake.cleanUp('2026-11-22T11:10:00Z')
        }
        return written
      },
    }
    await lake.seal('2026-11-22T11:10:00Z', {}, { ...lake.ports, merger: racing })
    await other.close()
    expect(await lake.shown()).toEqual(['late 0', 'a 0'])
    const { manifest } = await readManifest(lake.lake.objects)
    expect(manifest.history).toHaveLength(1)
  })

  it('takes a commit for done whose answer was lost on the way', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    const { objects } = lake.lake
    const sentTwice = {
      ...objects,
      async put(...[key, body, condition]: Parameters<typeof objects.put>) {
        if (key === 'manifest.json') await objects.put(key, body, condition)
        return await objects.put(key, body, condition)
      },
    }
    await lake.seal('2026-11-22T11:10:00Z', {}, { ...lake.ports, objects: sentTwice })
    expect((await readManifest(objects)).manifest.history).toHaveLength(1)
    expect(await lake.keys('sealed/')).toHaveLength(1)
  })

  it('commits nothing when the merged file is not what its inputs say', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, B)
    const { merger } = lake.ports
    const forgetful: DayMerger = {
      ...merger,
      async merge(day, keys, output, promoted) {
        await merger.merge(day, keys, output, promoted)
        const bytes = await readFile(lake.pathOf(output))
        const elsewhere = await testLake()
        await elsewhere.ingest('2026-11-22T10:30:00Z', A, { ...B, id: 'x' })
        const { days } = await elsewhere.seal('2026-11-22T11:10:00Z')
        await cp(elsewhere.pathOf(sealedKey(day, days[0]!.generation)), lake.pathOf(output))
        return { bytes: bytes.length, sha256: days[0]!.sha256 }
      },
    }
    await expect(lake.seal('2026-11-22T11:10:00Z', {}, { ...lake.ports, merger: forgetful })).rejects.toThrow(
      /audit-logs.parquet is not what its inputs say: versionsDigest is \d+ instead of \d+; nothing was committed/,
    )
    expect((await readManifest(lake.lake.objects)).etag).toBeNull()
    expect(await lake.shown()).toEqual(['b 0', 'a 0'])
  })

  it('keeps columns that this program does not know, and fills those that old files lack', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    const [arrival] = await lake.keys('arrivals/')
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const path = lake.pathOf(arrival!)
    await connection.run(
      `COPY (SELECT * EXCLUDE (details_region), 'kept' AS details_of_tomorrow FROM read_parquet('${path}')) TO '${path}.new' (FORMAT parquet)`,
    )
    connection.closeSync()
    await cp(`${path}.new`, path)
    await rm(`${path}.new`)
    const { days } = await lake.seal('2026-11-22T11:10:00Z')
    await lake.seal('2026-11-22T12:10:00Z', { all: true })
    const { manifest } = await readManifest(lake.lake.objects)
    const key = sealedKey('2026-11-22', manifest.days['2026-11-22']!.generation)
    expect(key).not.toContain(days[0]!.generation)
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(lake.pathOf(key)), compressors })
    expect(rows).toMatchObject([{ details_of_tomorrow: 'kept', is_current: true }])
    expect(rows[0]!.details_region ?? null).toBeNull()
  })

  it('says which file cannot be read, and goes on once it is gone', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.ingest('2026-11-22T10:31:00Z', B)
    const [damaged] = await lake.keys('arrivals/')
    await writeFile(lake.pathOf(damaged!), 'no Parquet')
    const sealing = lake.seal('2026-11-22T11:10:00Z')
    await expect(sealing).rejects.toThrow(LakeError)
    await expect(sealing).rejects.toThrow(damaged!)
    await rm(lake.pathOf(damaged!))
    await lake.seal('2026-11-22T11:10:00Z')
    expect(await lake.shown()).toEqual(['b 0'])
  })

  it('refuses to seal when the manifest is gone though days are published', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await lake.seal('2026-11-22T11:10:00Z')
    await rm(lake.pathOf('manifest.json~'), { recursive: true })
    await expect(lake.seal('2026-11-22T12:10:00Z')).rejects.toThrow(
      'manifest.json does not know 2026-11-22, which is published: restore it from a backup',
    )
    expect(await lake.shown()).toEqual(['a 0'])
  })

  it('stops between days when it is told to, with nothing committed', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', A, LATE)
    const stop = new AbortController()
    const sealing = lake.seal('2026-11-22T11:10:00Z', { signal: stop.signal, onProgress: () => stop.abort() })
    await expect(sealing).rejects.toThrow('abort')
    expect((await readManifest(lake.lake.objects)).etag).toBeNull()
  })
})
