import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ObjectStore, readManifest } from '../../../packages/lake/src/index.ts'
import { copyingMerger } from '../../../packages/lake/src/local/index.ts'
import { testLake } from '../seal/lake.ts'

const A = { id: 'a', at: '2026-11-22T10:20:00Z' }
const B = { id: 'b', at: '2026-11-21T10:10:00Z' }
const LATE = { id: 'late', at: '2026-01-05T00:00:00Z' }

/** A merger whose copies are in a folder of its own. */
async function mergerOn(objects: ObjectStore) {
  const folder = await mkdtemp(join(tmpdir(), 'copies-'))
  const merger = await copyingMerger(objects, folder)
  onTestFinished(async () => {
    await merger.close()
    await rm(folder, { recursive: true })
  })
  return merger
}

describe('copyingMerger', () => {
  it('seals a lake that is somewhere else, byte for byte as on the spot', async () => {
    const [here, there] = [await testLake(), await testLake()]
    const merger = await mergerOn(there.lake.objects)
    for (const lake of [here, there]) await lake.ingest('2026-11-22T10:30:00Z', A, B, LATE)
    const expected = await here.seal('2026-11-22T11:10:00Z')
    const found = await there.seal('2026-11-22T11:10:00Z', {}, { ...there.lake, merger })
    expect(found.days).toEqual(expected.days)
    expect(await there.shown()).toEqual(['late 0', 'b 0', 'a 0'])
    expect((await readManifest(there.lake.objects)).manifest.days).toEqual(
      (await readManifest(here.lake.objects)).manifest.days,
    )
  })

  it('commits nothing when the file that reached the lake is not the one that was merged', async () => {
    const lake = await testLake()
    const { objects } = lake.lake
    const damaging: ObjectStore = {
      ...objects,
      put: (key, body, condition) => objects.put(key, key.startsWith('sealed/') ? body.slice(0, -9) : body, condition),
    }
    const merger = await mergerOn(damaging)
    await lake.ingest('2026-11-22T10:30:00Z', A)
    await expect(lake.seal('2026-11-22T11:10:00Z', {}, { ...lake.lake, merger })).rejects.toThrow()
    expect((await readManifest(objects)).etag).toBeNull()
  })
})
