import type { ListedObject, ObjectStore } from './object-store.ts'

/** The objects under some keys, found by listing the folders that they lie in; those that are not there are left out. */
export async function listedObjects(
  objects: Pick<ObjectStore, 'list'>,
  keys: readonly string[],
): Promise<readonly ListedObject[]> {
  const wanted = new Set(keys)
  const found: ListedObject[] = []
  for (const folder of new Set(keys.map(key => key.slice(0, key.lastIndexOf('/') + 1)))) {
    for await (const object of objects.list(folder)) if (wanted.has(object.key)) found.push(object)
  }
  return found
}

/** How many bytes the objects under some keys have together. */
export async function bytesOf(objects: Pick<ObjectStore, 'list'>, keys: readonly string[]): Promise<number> {
  return (await listedObjects(objects, keys)).reduce((sum, { size }) => sum + size, 0)
}
