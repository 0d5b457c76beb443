import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ObjectStore } from '../../../packages/lake/src/index.ts'
import { folderCatalog } from '../../../packages/lake/src/local/folder-catalog.ts'
import { folderStore } from '../../../packages/lake/src/local/folder-store.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { publish } from '../../../packages/lake/src/publish/publish.ts'
import { answeringDuckDB, type DefineView } from '../../lake/aws/answering-duckdb.ts'
import type { Answering } from '../../lake/aws/athena-server.ts'

export interface AnsweringOver extends Answering {
  close(): Promise<void>
}

/** A copy of a lake in a folder, with what answers over it. */
interface Copy {
  readonly answering: Answering
  close(): Promise<void>
}

/** Lets DuckDB answer over the objects that are there at the moment: it gets a copy of them when they have changed. */
export function answeringOver(objects: ObjectStore, defineView: DefineView): AnsweringOver {
  const copies = new Map<string, Promise<Copy>>()
  async function current(): Promise<Answering> {
    const keys = await keysOf(objects)
    const state = [...keys, (await objects.get('manifest.json'))?.etag].join()
    const known = copies.get(state) ?? copied(objects, keys, defineView)
    copies.set(state, known)
    return (await known).answering
  }
  return {
    check: async sql => await (await current()).check(sql),
    answer: async (...asked) => await (await current()).answer(...asked),
    async close() {
      for (const copy of copies.values()) await (await copy).close()
    },
  }
}

/** Copies objects as `aws s3 sync` does. */
export async function copyObjects(objects: ObjectStore, keys: readonly string[], folder: string): Promise<void> {
  for (const key of keys) {
    const object = await objects.get(key)
    if (!object) continue // deleted since it was listed: nobody needed it any more
    const path = join(folder, key)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, object.body)
  }
}

/** What tables are made of. */
export async function keysOf(objects: ObjectStore): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of objects.list('')) if (!/^(aws|catalog|reports)/.test(key)) keys.push(key)
  return keys
}

async function copied(objects: ObjectStore, keys: readonly string[], defineView: DefineView): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'athena-'))
  await copyObjects(objects, keys, folder)
  const local = folderStore(folder)
  await publish(local, folderCatalog(local))
  const engine = await (await openLocalLake(folder)).engine()
  return {
    answering: answeringDuckDB(engine, defineView),
    async close() {
      engine.close()
      await rm(folder, { recursive: true })
    },
  }
}
