import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AthenaEngine } from '../packages/lake/src/aws/index.ts'
import { type Engine, rowObjects } from '../packages/lake/src/index.ts'
import { type LocalLake, openLocalLake } from '../packages/lake/src/local/index.ts'
import { savedQueries } from '../packages/queries/src/index.ts'
import { trinoLakes } from '../test/queries/trino-lakes.ts'
import { fillWith } from '../test/queries/year/fill.ts'
import { type Question, questionsOf } from '../test/queries/year/questions.ts'
import { yearOf } from '../test/queries/year/year.ts'
import { median } from './median.ts'

/** What a saved query takes over a year. */
export interface QuestionResult {
  readonly query: string
  readonly rows: number
  /** Of a DuckDB that was opened for it: what a command takes that asks once, beside starting. */
  readonly firstMilliseconds: number
  /** Of a DuckDB that has answered before, in the process that asks; the median. */
  readonly milliseconds: number
  /** Of Trino; null when there is none. */
  readonly scannedBytes: number | null
}

export interface QuestionsOptions {
  /** How much the tools of the company do: 83 makes a year of about a million events. */
  readonly activity: number
  /** How often each query is asked. */
  readonly times: number
  /** Of a real Trino and its AWS; see test/trino/describe.ts. */
  readonly trino: { readonly url: string; readonly aws: string } | null
  readonly onProgress: (text: string) => void
}

/** Every saved query, asked of a whole year: how long DuckDB takes, and what Trino reads. */
export async function benchQuestions({
  activity,
  times,
  trino,
  onProgress,
}: QuestionsOptions): Promise<QuestionResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-lake-bench-'))
  const year = yearOf(1, activity)
  const lake = await openLocalLake(folder)
  onProgress(`filling a lake with ${year.events.length} events of a year`)
  await fillWith(lake, year)
  const duckDB = await lake.engine()
  const lakes = trino && (await trinoLakes(trino.url, trino.aws))
  try {
    const copy = lakes && ((await lakes.copyOf(lake, savedQueries.map(({ sql }) => sql).join())) as AthenaEngine)
    const results: QuestionResult[] = []
    for (const question of [...floors, ...wholeYear(questionsOf(year.staff))]) {
      onProgress(question.title)
      const firstMilliseconds = await askFirst(lake, question)
      const asked = await ask(duckDB, question, times)
      const scannedBytes = copy && (await scannedBy(copy, question))
      results.push({ query: question.query, firstMilliseconds, ...asked, scannedBytes })
    }
    return results
  } finally {
    duckDB.close()
    await lakes?.close()
    await rm(folder, { recursive: true })
  }
}

/** What no query of a whole year can be quicker than: opening its files, and reading one column of them. */
const floors: readonly Question[] = ['count(*)', 'max(emit_time)'].map(cell => {
  const sql = `SELECT ${cell} AS answer FROM audit_logs`
  return { title: sql, query: sql, sql, parameters: [] }
})

/** One for each query: of the whole year, or by default where it has no period. */
function wholeYear(questions: readonly Question[]): Question[] {
  const byQuery = new Map<string, Question>()
  for (const question of questions) if (!question.title.endsWith('of a quarter')) byQuery.set(question.query, question)
  return [...byQuery.values()]
}

async function askFirst(lake: LocalLake, question: Question): Promise<number> {
  const engine = await lake.engine()
  try {
    return (await ask(engine, question, 1)).milliseconds
  } finally {
    engine.close()
  }
}

async function ask(engine: Engine, { sql, parameters }: Question, times: number) {
  const samples: number[] = []
  let rows = 0
  for (let n = 0; n < times; n++) {
    const startedAt = performance.now()
    rows = (await rowObjects(await engine.query(sql, parameters))).length
    samples.push(performance.now() - startedAt)
  }
  return { rows, milliseconds: median(samples) }
}

async function scannedBy(engine: AthenaEngine, { sql, parameters }: Question): Promise<number> {
  const { run, ...result } = await engine.query(sql, parameters)
  await rowObjects(result)
  return run.scannedBytes
}
