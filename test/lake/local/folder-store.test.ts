import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { folderStore } from '../../../packages/lake/src/local/folder-store.ts'
import { objectStoreSuite } from '../object-store.suite.ts'

const folders: string[] = []
function newFolder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'folder-store-')))
  return folders.at(-1)!
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

objectStoreSuite('a folder', async () => folderStore(newFolder()))

describe('a folder store', () => {
  it('shows no file in the making', async () => {
    const folder = newFolder()
    const objects = folderStore(folder)
    await objects.put('a/b', new Uint8Array(10))
    writeFileSync(join(folder, '.tmp', 'left-by-a-crash'), 'half')
    const keys: string[] = []
    for await (const { key } of objects.list('')) keys.push(key)
    expect(keys).toEqual(['a/b'])
  })

  it('leaves nothing behind of a put', async () => {
    const folder = newFolder()
    const objects = folderStore(folder)
    await objects.put('a', new Uint8Array(10))
    await objects.put('m', new Uint8Array(10), { ifNoneMatch: '*' })
    await objects.put('m', new Uint8Array(10), { ifNoneMatch: '*' })
    expect(readdirSync(join(folder, '.tmp'))).toEqual([])
  })

  it('replaces a file that was copied into it, once', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'manifest.json'), 'copied')
    const objects = folderStore(folder)
    const { etag } = (await objects.get('manifest.json'))!
    const replaced = await objects.put('manifest.json', new Uint8Array([1]), { ifMatch: etag })
    expect(replaced).toEqual({ written: true, etag: '1' })
    expect(await objects.put('manifest.json', new Uint8Array([2]), { ifMatch: etag })).toEqual({ written: false })
    expect((await objects.get('manifest.json'))!.body).toEqual(new Uint8Array([1]))
    expect(readdirSync(folder).toSorted()).toEqual(['.tmp', 'manifest.json~'])
  })

  it('does not write through a key that leaves the folder', async () => {
    const folder = newFolder()
    symlinkSync(tmpdir(), join(folder, 'out'))
    expect(() => folderStore(folder).put('..', new Uint8Array(1))).toThrow(RangeError)
  })

  it('loses and repeats no number while processes that count it up are killed', async () => {
    const folder = newFolder()
    const written: number[] = []
    let spawned = 0
    const count = (): Promise<void> =>
      new Promise(resolve => {
        spawned++
        const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'increment.ts'), folder], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        child.stdout.on('data', (lines: Buffer) => {
          if (written.length === 0 || Math.random() < 0.02) child.kill('SIGKILL')
          written.push(...lines.toString().trim().split('\n').map(Number))
        })
        child.on('exit', () => resolve())
        setTimeout(() => child.kill('SIGKILL'), 2500)
      })
    await Promise.all([count().then(count), count().then(count)])
    await sleep(0)
    const unique = new Set(written)
    const last = Number(new TextDecoder().decode((await folderStore(folder).get('counter'))!.body))
    expect(spawned).toBe(4)
    expect(unique.size).toBe(written.length)
    expect(written.length).toBeGreaterThan(20)
    // what a killed process wrote and did not live to print is in the object all the same: at most one a process
    expect(last).toBeGreaterThanOrEqual(written.length)
    expect(last).toBeLessThanOrEqual(written.length + spawned)
  })
})
