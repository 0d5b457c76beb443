import { type Catalog, EMPTY_CATALOG, type PromotedColumn, type Published, type ReadCatalog } from '../catalog.ts'
import { assertPromoted } from '../growth/promotion.ts'
import { LakeError } from '../lake-error.ts'
import type { ObjectStore } from '../object-store.ts'

const KEY = 'catalog.json'
const VERSION = 1

/** The catalog of a lake in a folder: one object, replaced by compare-and-swap. */
export function folderCatalog(objects: ObjectStore): Catalog {
  return {
    read: () => readCatalog(objects),
    addColumns: (read, columns) =>
      replace(objects, read, { ...read.published, columns: withColumns(read.published.columns, columns) }),
    setPartitions: (read, generations) =>
      replace(objects, read, { ...read.published, partitions: { ...read.published.partitions, ...generations } }),
    setView: (read, { sealedThrough, openFrom, promoted }) =>
      replace(objects, read, { ...read.published, sealedThrough, openFrom, promoted }),
  }
}

function withColumns(columns: readonly PromotedColumn[], more: readonly PromotedColumn[]): PromotedColumn[] {
  const known = new Set(columns.map(({ name }) => name))
  return [...columns, ...more.filter(({ name }) => !known.has(name))]
}

async function readCatalog(objects: ObjectStore): Promise<ReadCatalog> {
  const object = await objects.get(KEY)
  if (!object) return { published: EMPTY_CATALOG, etag: null }
  return { published: parseCatalog(new TextDecoder().decode(object.body)), etag: object.etag }
}

async function replace(objects: ObjectStore, { etag }: ReadCatalog, published: Published): Promise<boolean> {
  const body = new TextEncoder().encode(`${JSON.stringify({ version: VERSION, ...published }, null, 2)}\n`)
  return (await objects.put(KEY, body, etag === null ? { ifNoneMatch: '*' } : { ifMatch: etag })).written
}

function parseCatalog(text: string): Published {
  const catalog = jsonOf(text)
  if (catalog.version !== VERSION) {
    throw new LakeError(
      `${KEY} has version ${String(catalog.version)}, this program knows ${VERSION}: use a newer audit-lake`,
    )
  }
  const { sealedThrough, openFrom, partitions } = catalog
  const isWhole =
    /^\d{4}-\d\d-\d\d-\d\d$/.test(sealedThrough ?? '') &&
    /^\d{4}-\d\d-\d\d$/.test(openFrom ?? '') &&
    Object.entries(partitions ?? {}).every(entry => entry.every(part => /^[\w-]+$/.test(part)))
  if (!isWhole) throw new LakeError(`${KEY} is damaged: delete it, then \`audit-lake seal\` publishes it again`)
  const published = { ...EMPTY_CATALOG, ...catalog } as Published
  assertPromoted(KEY, [...published.columns, ...published.promoted])
  return published
}

function jsonOf(text: string): Partial<Published> & { readonly version?: unknown } {
  try {
    return JSON.parse(text) as Partial<Published>
  } catch (error) {
    throw new LakeError(`${KEY} is no JSON: delete it, then \`audit-lake seal\` publishes it again`, { cause: error })
  }
}
