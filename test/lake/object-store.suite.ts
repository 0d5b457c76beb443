import { describe, expect, it } from 'vitest'
import type { ListedObject, ObjectStore } from '../../packages/lake/src/object-store.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = (body: Uint8Array | undefined) => (body ? new TextDecoder().decode(body) : undefined)

async function listed(objects: ObjectStore, prefix: string): Promise<ListedObject[]> {
  const found: ListedObject[] = []
  for await (const object of objects.list(prefix)) found.push(object)
  return found
}

/** What every object store must do. @param open a store without objects, anew for each test */
export function objectStoreSuite(name: string, open: () => Promise<ObjectStore>): void {
  describe(`${name} as an object store`, () => {
    it('gives back what was put', async () => {
      const objects = await open()
      await objects.put('arrivals/arrival_hour=2026-11-22-10/a.parquet', bytes('rows'))
      expect(textOf((await objects.get('arrivals/arrival_hour=2026-11-22-10/a.parquet'))?.body)).toBe('rows')
    })

    it('replaces an object, and keeps an empty one', async () => {
      const objects = await open()
      await objects.put('a', bytes('1'))
      await objects.put('a', bytes(''))
      expect((await objects.get('a'))?.body).toHaveLength(0)
      expect(await listed(objects, '')).toEqual([{ key: 'a', size: 0 }])
    })

    it('answers null for what is not there, and deletes it without complaint', async () => {
      const objects = await open()
      expect(await objects.get('no/such')).toBeNull()
      await objects.delete('no/such')
    })

    it('forgets what was deleted', async () => {
      const objects = await open()
      await objects.put('a/b', bytes('1'))
      await objects.delete('a/b')
      expect(await objects.get('a/b')).toBeNull()
      expect(await listed(objects, '')).toEqual([])
    })

    it('lists by prefix, in the order of keys, with sizes', async () => {
      const objects = await open()
      for (const key of ['b/2', 'a/2/x', 'a/1', 'a-1', 'a/10', 'ab']) await objects.put(key, bytes(key))
      expect((await listed(objects, '')).map(({ key }) => key)).toEqual(['a-1', 'a/1', 'a/10', 'a/2/x', 'ab', 'b/2'])
      expect(await listed(objects, 'a/1')).toEqual([
        { key: 'a/1', size: 3 },
        { key: 'a/10', size: 4 },
      ])
      expect((await listed(objects, 'a/')).map(({ key }) => key)).toEqual(['a/1', 'a/10', 'a/2/x'])
      expect(await listed(objects, 'c')).toEqual([])
    })

    it('makes an object only where there is none', async () => {
      const objects = await open()
      expect(await objects.put('m.json', bytes('1'), { ifNoneMatch: '*' })).toMatchObject({ written: true })
      expect(await objects.put('m.json', bytes('2'), { ifNoneMatch: '*' })).toEqual({ written: false })
      expect(textOf((await objects.get('m.json'))?.body)).toBe('1')
      expect(await listed(objects, 'm')).toEqual([{ key: 'm.json', size: 1 }])
    })

    it('replaces an object only while it is the one that was read', async () => {
      const objects = await open()
      await objects.put('m.json', bytes('1'), { ifNoneMatch: '*' })
      const read = (await objects.get('m.json'))!
      expect(await objects.put('m.json', bytes('2'), { ifMatch: read.etag })).toMatchObject({ written: true })
      expect(await objects.put('m.json', bytes('3'), { ifMatch: read.etag })).toEqual({ written: false })
      expect(textOf((await objects.get('m.json'))?.body)).toBe('2')
    })

    it('gives with each write the etag for the next', async () => {
      const objects = await open()
      let put = await objects.put('m.json', bytes('0'), { ifNoneMatch: '*' })
      for (let i = 1; i <= 30; i++)
        put = await objects.put('m.json', bytes(String(i)), { ifMatch: put.written ? put.etag : '' })
      expect(textOf((await objects.get('m.json'))?.body)).toBe('30')
    })

    it('refuses a condition on an object that is not there', async () => {
      const objects = await open()
      expect(await objects.put('m.json', bytes('1'), { ifMatch: '1' })).toEqual({ written: false })
    })

    it('lets one of many racing writers win, each time', async () => {
      const objects = await open()
      await objects.put('m.json', bytes('0'), { ifNoneMatch: '*' })
      const increment = async (): Promise<void> => {
        const read = (await objects.get('m.json'))!
        const next = String(Number(textOf(read.body)) + 1)
        if (!(await objects.put('m.json', bytes(next), { ifMatch: read.etag })).written) await increment()
      }
      await Promise.all(Array.from({ length: 25 }, increment))
      expect(textOf((await objects.get('m.json'))?.body)).toBe('25')
    })

    it.each(['', '/a', 'a//b', 'a/', '../a', 'a/../b', './a'])('refuses the key %j', async key => {
      const objects = await open()
      expect(() => objects.put(key, bytes('1'))).toThrow(RangeError)
    })
  })
}
