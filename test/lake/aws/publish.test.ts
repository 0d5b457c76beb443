import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { glueCatalog, s3Store } from '../../../packages/lake/src/aws/index.ts'
import type { Manifest, ObjectStore, Published, SealedDay } from '../../../packages/lake/src/index.ts'
import { EMPTY_MANIFEST, readManifest, replaceManifest } from '../../../packages/lake/src/manifest.ts'
import { isPublished, publish } from '../../../packages/lake/src/publish/publish.ts'
import type { Seen } from './fault-proxy.ts'
import { presentView } from './glue-view.ts'
import { describeOnMoto, testSettings } from './moto.ts'

const MINUTE = 60_000
const OLD = { sealedThrough: '2026-11-22-09', openFrom: '2026-11-20' }
const NEW = { sealedThrough: '2026-11-22-10', openFrom: '2026-11-20' }

const sealed = (generation: string): SealedDay => ({
  generation,
  rows: 1,
  superseded: 0,
  bytes: 1,
  sha256: '',
  firstTime: '',
  lastTime: '',
})
const days = (generation: string, ...names: string[]) => Object.fromEntries(names.map(day => [day, sealed(generation)]))
const BEFORE: Manifest = { ...EMPTY_MANIFEST, ...OLD, days: days('old', '2026-11-20', '2026-11-21') }
const AFTER: Manifest = {
  ...EMPTY_MANIFEST,
  ...NEW,
  days: { ...days('old', '2026-11-20'), ...days('new', '2026-11-21', '2026-11-22') },
}

/** A view must never look away from arrivals that the partitions do not hold yet. */
function expectExact({ partitions, sealedThrough }: Published): void {
  if (sealedThrough === NEW.sealedThrough)
    expect(partitions).toEqual({ '2026-11-20': 'old', '2026-11-21': 'new', '2026-11-22': 'new' })
  for (const generation of Object.values(partitions)) expect(['old', 'new']).toContain(generation)
}

const isChange = ({ method, target }: Seen) => method === 'PUT' || /\.(Batch|Create|Update)/.test(target)

describeOnMoto('publishing to Glue', aws => {
  let lakes = 0

  /** A lake whose manifest is ahead of its catalog, and publishers with connections of their own. */
  async function lakeBehind() {
    lakes += 1
    const database = `audit_${lakes}`
    const bucket = `audit-${lakes}`
    const publisher = (endpoint: string, now = Date.now) => {
      const glue = new GlueClient({ ...testSettings, endpoint })
      const s3 = new S3Client({ ...testSettings, endpoint, forcePathStyle: true })
      const objects = s3Store({ client: s3, bucket })
      const engine = presentView(glue, database)
      const catalog = glueCatalog({ client: glue, database, objects, engine, now })
      return { glue, s3, objects, catalog }
    }
    const first = publisher(aws().url)
    await first.s3.send(new CreateBucketCommand({ Bucket: bucket }))
    await first.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }))
    const StorageDescriptor = { Columns: [], Location: `s3://${bucket}/sealed/` }
    const PartitionKeys = [{ Name: 'event_date', Type: 'string' }]
    const TableInput = { Name: 'sealed', PartitionKeys, StorageDescriptor }
    await first.glue.send(new CreateTableCommand({ DatabaseName: database, TableInput }))
    await commit(first.objects, BEFORE)
    await publish(first.objects, first.catalog)
    await commit(first.objects, AFTER)
    return { publisher, first }
  }

  async function commit(objects: ObjectStore, manifest: Manifest): Promise<void> {
    await replaceManifest(objects, await readManifest(objects), manifest)
  }

  it('leaves the view exact and is done by the next, at whichever change a publisher stops for ever', async () => {
    let stops = 0
    for (let isDone = false; !isDone; stops++) {
      const { publisher, first } = await lakeBehind()
      const stopped = publisher(aws().proxy.url)
      let changes = 0
      const standsStill = new Promise<boolean>(resolve => {
        aws().proxy.hold(
          seen => isChange(seen) && changes++ === stops,
          () => {
            resolve(false)
            return new Promise(() => {})
          },
        )
      })
      const publishing = publish(stopped.objects, stopped.catalog).then(() => true)
      isDone = await Promise.race([publishing, standsStill])
      expectExact((await first.catalog.read()).published)
      const next = publisher(aws().url, () => Date.now() + 9 * MINUTE)
      await publish(next.objects, next.catalog)
      expect(isPublished((await next.catalog.read()).published, AFTER)).toBe(true)
    }
    // two leases taken and given back, two batches of partitions, two views; and once it was not stopped
    expect(stops).toBe(9)
  })

  it('is done in the end by many at once', async () => {
    const { publisher } = await lakeBehind()
    const publishers = Array.from({ length: 4 }, () => publisher(aws().url))
    await Promise.all(publishers.map(({ objects, catalog }) => publish(objects, catalog)))
    const { published } = await publishers[0]!.catalog.read()
    expect(isPublished(published, AFTER)).toBe(true)
    expectExact(published)
  })
})
