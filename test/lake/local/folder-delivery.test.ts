import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { folderDelivery } from '../../../packages/lake/src/local/folder-delivery.ts'
import { folderStore } from '../../../packages/lake/src/local/folder-store.ts'
import { deliveryStreamSuite } from '../delivery-stream.suite.ts'

const folders: string[] = []
function newFolder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'folder-delivery-')))
  return folders.at(-1)!
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const now = () => Date.parse('2026-11-22T23:59:59.999Z')

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ndjson'))
}

deliveryStreamSuite('a folder', async () => {
  const folder = newFolder()
  return {
    stream: folderDelivery(folderStore(folder), 'receipts/', now),
    async delivered() {
      const lines = filesIn(folder).flatMap(path => readFileSync(join(folder, path), 'utf8').split('\n'))
      return lines.filter(line => line !== '')
    },
  }
})

describe('a folder delivery', () => {
  it('puts the same records into the same file, under the day in UTC', async () => {
    const folder = newFolder()
    const stream = folderDelivery(folderStore(folder), 'receipts/', now)
    await stream.put([{ id: 1 }])
    await stream.put([{ id: 1 }])
    await stream.put([{ id: 2 }])
    const files = filesIn(folder)
    expect(files).toHaveLength(2)
    for (const path of files) expect(path).toMatch(/^receipts\/2026-11-22\/[0-9a-f]{32}\.ndjson$/)
  })
})
