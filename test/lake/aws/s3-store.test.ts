import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientSettings, s3Store } from '../../../packages/lake/src/aws/index.ts'
import type { ObjectStore } from '../../../packages/lake/src/object-store.ts'
import { objectStoreSuite } from '../object-store.suite.ts'
import type { FaultProxy, Seen } from './fault-proxy.ts'
import { describeOnMoto, testSettings } from './moto.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = (body: Uint8Array | undefined) => (body ? new TextDecoder().decode(body) : undefined)

async function keysOf(objects: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of objects.list(prefix)) keys.push(key)
  return keys
}

describeOnMoto('S3', aws => {
  let client: S3Client
  let stores = 0

  beforeAll(() => {
    client = s3Client()
  })
  afterAll(() => client.destroy())

  const s3Client = (settings = {}) =>
    new S3Client({ ...testSettings, endpoint: aws().proxy.url, forcePathStyle: true, ...settings })
  const seen = () => aws().proxy.seen
  const breaking = (...faults: Parameters<FaultProxy['break']>) => aws().proxy.break(...faults)

  async function openStore(prefix = 'lake/'): Promise<ObjectStore> {
    stores += 1
    const bucket = `audit-${stores}`
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    return s3Store({ client, bucket, prefix })
  }

  const isPut = ({ method, path }: Seen) => method === 'PUT' && path.includes('m.json')
  const isGet = ({ method, path }: Seen) => method === 'GET' && path.includes('m.json')

  objectStoreSuite('a bucket', () => openStore())

  describe('keys', () => {
    const odd = [
      'a b+c&d=e',
      'a%2Fb',
      'day=2026-11-22/x?y#z',
      'ä-ö-日本-😀',
      "it's (1)*!",
      'tab\tand\u0001control',
      '~',
    ]

    it('keeps and lists keys with odd characters', async () => {
      const objects = await openStore()
      for (const key of odd) await objects.put(key, bytes(key))
      expect((await keysOf(objects, '')).sort()).toEqual([...odd].sort())
      for (const key of odd) expect(textOf((await objects.get(key))?.body)).toBe(key)
    })

    it('lists more keys than fit a page, each once and in order', async () => {
      const objects = await openStore()
      const keys = Array.from({ length: 23 }, (_, i) => `k/${String(i).padStart(5, '0')}`)
      await Promise.all(keys.map(key => objects.put(key, bytes('1'))))
      const narrow = s3Client()
      narrow.middlewareStack.add(next => args => next({ ...args, input: { ...args.input, MaxKeys: 5 } }), {
        step: 'initialize',
      })
      seen().splice(0)
      expect(await keysOf(s3Store({ client: narrow, bucket: `audit-${stores}`, prefix: 'lake/' }), 'k/')).toEqual(keys)
      expect(seen()).toHaveLength(5)
    })

    it('begins at the top of the bucket without a prefix', async () => {
      const objects = await openStore('')
      await objects.put('m.json', bytes('1'))
      expect(await keysOf(s3Store({ client, bucket: `audit-${stores}` }), '')).toEqual(['m.json'])
      expect(seen().some(({ path }) => path.startsWith(`/audit-${stores}/m.json`))).toBe(true)
    })

    it('shows nothing of other prefixes in the bucket', async () => {
      const objects = await openStore('one/')
      const bucket = `audit-${stores}`
      await s3Store({ client, bucket, prefix: 'one-more/' }).put('x', bytes('1'))
      await objects.put('y', bytes('1'))
      expect(await keysOf(objects, '')).toEqual(['y'])
    })
  })

  describe('faults', () => {
    it('repeats a write that was answered 503 or 500, or by nothing', async () => {
      const objects = await openStore()
      breaking(
        isPut,
        { kind: 'answer', status: 503, body: '<Error><Code>SlowDown</Code></Error>' },
        { kind: 'answer', status: 500 },
        { kind: 'reset', done: false },
      )
      expect(await objects.put('m.json', bytes('1'))).toMatchObject({ written: true })
      expect(textOf((await objects.get('m.json'))?.body)).toBe('1')
    })

    it('repeats a conditional write while another one is under way', async () => {
      const objects = await openStore()
      const conflict = {
        kind: 'answer',
        status: 409,
        body: '<Error><Code>ConditionalRequestConflict</Code></Error>',
      } as const
      breaking(isPut, conflict, conflict)
      expect(await objects.put('m.json', bytes('1'), { ifNoneMatch: '*' })).toMatchObject({ written: true })
    })

    it('knows its own write when the answer was lost', async () => {
      const objects = await openStore()
      breaking(isPut, { kind: 'reset', done: true })
      const made = await objects.put('m.json', bytes('1'), { ifNoneMatch: '*' })
      expect(made).toEqual({ written: true, etag: (await objects.get('m.json'))!.etag })
      breaking(isPut, { kind: 'reset', done: true })
      const replaced = await objects.put('m.json', bytes('2'), { ifMatch: made.written ? made.etag : '' })
      expect(replaced).toEqual({ written: true, etag: (await objects.get('m.json'))!.etag })
      expect(textOf((await objects.get('m.json'))?.body)).toBe('2')
    })

    it('takes no write of somebody else for its own, though the bytes are the same', async () => {
      const objects = await openStore()
      await objects.put('m.json', bytes('1'), { ifNoneMatch: '*' })
      breaking(isPut, { kind: 'reset', done: false })
      expect(await objects.put('m.json', bytes('1'), { ifNoneMatch: '*' })).toEqual({ written: false })
    })

    it('does not look twice when it lost the race at once', async () => {
      const objects = await openStore()
      await objects.put('m.json', bytes('1'), { ifNoneMatch: '*' })
      seen().splice(0)
      expect(await objects.put('m.json', bytes('2'), { ifNoneMatch: '*' })).toEqual({ written: false })
      expect(seen().map(({ method }) => method)).toEqual(['PUT'])
    })

    it('reads again what was cut off on the way', async () => {
      const objects = await openStore()
      const text = 'x'.repeat(200_000)
      await objects.put('m.json', bytes(text))
      breaking(isGet, { kind: 'cut' }, { kind: 'cut' })
      expect(textOf((await objects.get('m.json'))?.body)).toBe(text)
    })

    it('sends a checksum with what it writes, and reads again what does not fit its own', async () => {
      const objects = await openStore()
      await objects.put('m.json', bytes('12345'))
      expect(seen().find(isPut)!.headers['x-amz-checksum-crc32']).toBe('y/U6HA==')
      const changed = { kind: 'rewrite', request: (body: string) => body, answer: () => '12346' } as const
      breaking(isGet, changed, changed)
      expect(textOf((await objects.get('m.json'))?.body)).toBe('12345')
    })

    it('takes a slow answer for none, and asks again', async () => {
      const objects = await openStore()
      const hasty = s3Client({ requestHandler: { ...clientSettings.requestHandler, requestTimeout: 300 } })
      await objects.put('m.json', bytes('1'))
      breaking(isGet, { kind: 'slow', ms: 2_000 })
      const answer = await s3Store({ client: hasty, bucket: `audit-${stores}`, prefix: 'lake/' }).get('m.json')
      expect(textOf(answer?.body)).toBe('1')
      expect(seen().filter(isGet)).toHaveLength(2)
    })

    it('gives up after a bounded number of tries', async () => {
      const objects = await openStore()
      const few = s3Client({ maxAttempts: 3 })
      const isDown = { kind: 'answer', status: 503, body: '<Error><Code>SlowDown</Code></Error>' } as const
      breaking(isPut, isDown, isDown, isDown)
      const put = s3Store({ client: few, bucket: `audit-${stores}` }).put('m.json', bytes('1'))
      await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } })
      expect(seen().filter(isPut)).toHaveLength(3)
      expect(await objects.get('m.json')).toBeNull()
    })

    it('ends when it is told to', async () => {
      const objects = await openStore()
      await objects.put('m.json', bytes('1'))
      const abort = new AbortController()
      breaking(isGet, { kind: 'slow', ms: 5_000 })
      const got = s3Store({ client, bucket: `audit-${stores}`, prefix: 'lake/', signal: abort.signal }).get('m.json')
      setTimeout(() => abort.abort(), 100)
      await expect(got).rejects.toMatchObject({ name: 'AbortError' })
    })

    it('lets what is wrong with the bucket be known', async () => {
      const nowhere = s3Store({ client, bucket: 'no-such-bucket' })
      await expect(nowhere.put('m.json', bytes('1'), { ifMatch: '"1"' })).rejects.toThrow(/NoSuchBucket|not exist/)
      await expect(nowhere.get('m.json')).rejects.toThrow(/NoSuchBucket|not exist/)
    })
  })
})
