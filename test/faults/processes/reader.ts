/** A reader: asks the view again and again, through the engine that people use. */
import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { type ObjectStore, rowObjects } from '../../../packages/lake/src/index.ts'
import { duckDBEngine } from '../../../packages/lake/src/local/duckdb-engine.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { onCommand, options, report, trouble } from './process.ts'

const SLOW_MS = 200
const random = new Random(options.seed)
const { objects, folder } = await openLocalLake(options.lake)
const engine = await duckDBEngine(folder, sluggish(objects), { memoryLimit: '1GB' })
let go: (look: { readonly id: number; readonly sql: string }) => void = () => undefined

/** The same store, slow at times: so what a reader found may be old when it comes to read it. */
function sluggish(store: ObjectStore): ObjectStore {
  return {
    ...store,
    async *list(prefix) {
      yield* store.list(prefix)
      if (random.chance(options.rate)) await pause(random.next() * SLOW_MS)
    },
  }
}

async function rowsOf(sql: string): Promise<string[][]> {
  const rows = await rowObjects(await engine.query(sql))
  return rows.map(row => Object.values(row).map(String))
}

onCommand(command => {
  if (command.do === 'go') go({ id: command.id, sql: command.sql! })
  if (command.do === 'ask') {
    rowsOf(command.sql).then(rows => report({ say: 'answer', id: command.id, rows }), trouble)
  }
})
report({ say: 'ready' })

for (;;) {
  const { id, sql } = await new Promise<{ id: number; sql: string }>(resolve => {
    go = resolve
    report({ say: 'waiting' })
  })
  try {
    report({ say: 'looked', id, rows: (await rowsOf(sql)) as [string, string, string][] })
  } catch (error) {
    report({ say: 'not looked', id, message: error instanceof Error ? error.message : String(error) })
  }
}
