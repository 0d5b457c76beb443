import type { ObjectStore } from '../../packages/lake/src/index.ts'

/** Objects in memory, for an archive that nobody else writes to: without conditions. */
export function memoryStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>()
  return {
    async get(key) {
      const body = objects.get(key)
      return body ? { body, etag: key } : null
    },
    async put(key, body) {
      objects.set(key, body)
      return { written: true, etag: key }
    },
    async *list(prefix) {
      const keys = [...objects.keys()].filter(key => key.startsWith(prefix)).sort()
      for (const key of keys) yield { key, size: objects.get(key)!.length }
    },
    async delete(key) {
      objects.delete(key)
    },
  }
}
