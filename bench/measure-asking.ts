/** Measures typical saved queries over a lake in a process of their own: `measure-asking.ts <folder of the lake> <days>`. */
import { rowObjects } from '../packages/lake/src/index.ts'
import { openLocalLake } from '../packages/lake/src/local/index.ts'
import { compile, savedQueries } from '../packages/queries/src/index.ts'
import { DAY } from './seal-lake.ts'

/** What a query takes. */
export interface AskedSample {
  readonly query: string
  readonly rows: number
  readonly seconds: number
  /** CPU seconds, user and system, of all threads. */
  readonly cpuSeconds: number
}

const TYPICAL = [
  'activity-per-day',
  'failed-operations-by-actor',
  'user-and-permission-changes',
  'addresses-per-principal',
  'who-did-what',
]

const [folder, days] = process.argv.slice(2)
const lake = await openLocalLake(folder!)
const engine = await lake.engine()
const samples: AskedSample[] = []
for (const name of TYPICAL) {
  const query = savedQueries.find(saved => saved.name === name)!
  const { sql, parameters } = compile(query, { from: `T-${days}d` }, DAY + 86_400_000)
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const rows = (await rowObjects(await engine.query(sql, parameters))).length
  const { user, system } = process.cpuUsage(before)
  samples.push({
    query: name,
    rows,
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (user + system) / 1e6,
  })
}
engine.close()
console.log(JSON.stringify(samples))
