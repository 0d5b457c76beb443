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

/** Lets DuckDB answer over the objects that are there at the moment: each statement gets a copy of them in a folder. */
export function answeringOver(objects: ObjectStore, defineView: DefineView): Answering {
  async function withCopy<Result>(use: (answering: Answering) => Promise<Result>): Promise<Result> {
    const folder = await mkdtemp(join(tmpdir(), 'athena-'))
    await copyInto(folder, objects)
    const local = folderStore(folder)
    await publish(local, folderCatalog(local))
    const engine = await (await openLocalLake(folder)).engine()
    try {
      return await use(answeringDuckDB(engine, defineView))
    } finally {
      engine.close()
      await rm(folder, { recursive: true })
    }
  }
  return {
    check: sql => withCopy(answering => answering.check(sql)),
    answer: (...asked) => withCopy(answering => answering.answer(...asked)),
  }
}

async function copyInto(folder: string, objects: ObjectStore): Promise<void> {
  for await (const { key } of objects.list('')) {
    if (key.startsWith('aws/') || key.startsWith('catalog')) continue
    const path = join(folder, key)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, (await objects.get(key))!.body)
  }
}
