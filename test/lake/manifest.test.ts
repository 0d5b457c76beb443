import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { LakeError, readManifest } from '../../packages/lake/src/index.ts'
import { folderStore } from '../../packages/lake/src/local/folder-store.ts'
import { commitManifest, EMPTY_MANIFEST } from '../../packages/lake/src/manifest.ts'

const COMMIT = {
  id: '1',
  at: '2026-11-22T11:10:00.000Z',
  sealedThrough: '2026-11-22-10',
  openFrom: '2026-11-20',
  days: 1,
  files: 2,
}

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function storeWith(manifest?: object) {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'))
  folders.push(folder)
  const objects = folderStore(folder)
  if (manifest)
    await objects.put('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)), { ifNoneMatch: '*' })
  return objects
}

describe('the manifest', () => {
  it('is that of a lake where nothing is sealed when there is none', async () => {
    expect(await readManifest(await storeWith())).toEqual({ manifest: EMPTY_MANIFEST, etag: null })
  })

  it('is refused when it is of a newer version', async () => {
    const reading = readManifest(await storeWith({ ...EMPTY_MANIFEST, version: 2 }))
    await expect(reading).rejects.toThrow(LakeError)
    await expect(reading).rejects.toThrow('manifest.json has version 2, this program knows 1: use a newer audit-lake')
  })

  it('keeps members that nobody knows yet', async () => {
    const day = {
      generation: 'g',
      rows: 1,
      bytes: 2,
      sha256: '',
      superseded: 0,
      firstTime: '',
      lastTime: '',
      owner: 'x',
    }
    const objects = await storeWith({ ...EMPTY_MANIFEST, days: { '2026-11-22': day }, leaves: { '/a': 1 } })
    const read = await readManifest(objects)
    expect(await commitManifest(objects, read, read.manifest, COMMIT)).toBe(true)
    expect((await readManifest(objects)).manifest).toMatchObject({ leaves: { '/a': 1 }, days: { '2026-11-22': day } })
  })

  it('lets one of two commits win, and remembers it', async () => {
    const objects = await storeWith()
    const read = await readManifest(objects)
    expect(await commitManifest(objects, read, read.manifest, COMMIT)).toBe(true)
    expect(await commitManifest(objects, read, read.manifest, { ...COMMIT, id: '2' })).toBe(false)
    expect((await readManifest(objects)).manifest.history).toEqual([COMMIT])
  })

  it('remembers the last fifty commits', async () => {
    const objects = await storeWith()
    for (let i = 0; i < 60; i++) {
      const read = await readManifest(objects)
      await commitManifest(objects, read, read.manifest, { ...COMMIT, id: String(i) })
    }
    const { history } = (await readManifest(objects)).manifest
    expect(history.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => String(i + 10)))
  })
})
