import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { folderCatalog } from '../../../packages/lake/src/local/folder-catalog.ts'
import { folderStore } from '../../../packages/lake/src/local/folder-store.ts'
import { catalogSuite } from '../catalog.suite.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function store() {
  const folder = await mkdtemp(join(tmpdir(), 'catalog-'))
  folders.push(folder)
  return folderStore(folder)
}

catalogSuite('a folder', async () => folderCatalog(await store()))

describe('folderCatalog', () => {
  it.each([
    ['{"version":2}', 'catalog.json has version 2, this program knows 1: use a newer audit-lake'],
    ['{"version":1}', 'catalog.json is damaged'],
    [
      `{"version":1,"sealedThrough":"2026-11-22-10","openFrom":"2026-11-20","partitions":{"2026-11-20":"' OR true"}}`,
      'catalog.json is damaged',
    ],
    ['no', 'catalog.json is no JSON'],
  ])('does not read %s', async (text, message) => {
    const objects = await store()
    await objects.put('catalog.json', new TextEncoder().encode(text), { ifNoneMatch: '*' })
    await expect(folderCatalog(objects).read()).rejects.toThrow(message)
  })
})
