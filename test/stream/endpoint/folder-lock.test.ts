import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lockFolder } from '../../../packages/stream/src/endpoint/storage/folder-lock.ts'
import { startEndpoint } from '../../../packages/stream/src/index.ts'
import { newFolder } from './running.ts'
import { served } from './served.ts'

describe('a folder', () => {
  it('is open in one process at a time', async () => {
    const folder = newFolder()
    const first = await served(folder)
    const inUse = `the stream in ${folder} is in use by process ${first.process.pid}: stop it first`
    expect((await served(folder)).url).toBe(inUse)
    await expect(startEndpoint({ folder })).rejects.toThrow(inUse)
    await first.kill()
    expect((await served(folder)).url).toMatch(/^http:/)
  })

  it('is open once in one process', async () => {
    const folder = newFolder()
    const first = await startEndpoint({ folder })
    await expect(startEndpoint({ folder })).rejects.toThrow(`in use by process ${process.pid}`)
    await first.close()
    const second = await startEndpoint({ folder })
    await second.close()
    expect(readdirSync(folder).filter(name => name !== 'streams')).toEqual(['lock.2'])
  })

  it('is free when another process has the number of the one that died', async () => {
    const folder = newFolder()
    await lockFolder(folder)
    const dead = JSON.parse(readFileSync(join(folder, 'lock.1'), 'utf8')) as object
    writeFileSync(join(folder, 'lock.1'), JSON.stringify({ ...dead, started: 'before this one' }))
    const release = await lockFolder(folder)
    await release()
  })

  it('goes to one of many that find a dead claim', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'lock.7'), JSON.stringify({ pid: 2 ** 22 + 1, started: null }))
    const claims = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(readdirSync(folder)).toEqual(['lock.8'])
  })

  it('is freed when the endpoint cannot start', async () => {
    const folder = newFolder()
    const other = await startEndpoint({ folder: newFolder() })
    const port = Number(new URL(other.url).port)
    await expect(startEndpoint({ folder, port })).rejects.toThrow(expect.objectContaining({ code: 'EADDRINUSE' }))
    await (await startEndpoint({ folder })).close()
    await other.close()
  })
})
