import { describe, expect, it } from 'vitest'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { rowObjects } from '../../../packages/lake/src/index.ts'
import { eventOf } from '../../functions/stream-event.ts'
import type { Fault, Seen } from '../../lake/aws/fault-proxy.ts'
import { describeOnMoto } from '../../lake/aws/moto.ts'
import { recordsOf } from '../../lake/seal/event.ts'
import { ExpectedView, isLate } from '../expected-view.ts'
import { STORY, type Step } from '../story.ts'
import { viewReader } from '../view-reader.ts'
import { type FunctionLake, functionLake } from './function-lake.ts'
import { Mischief, TROUBLE_NAMES } from './mischief.ts'

const isLong = process.env.AUDIT_LAKE_LONG === '1'
/** How often Lambda delivers a batch, or calls the sealer again, before we call it stuck. */
const MOST_TRIES = 40
/** Requests after which a function that is to die is dead: it makes about as many. */
const LONGEST_LIFE = 30
const BROKEN = ['{"log_id":', 'not JSON']

describeOnMoto('the functions in AWS, while requests fail and processes are killed', aws => {
  describe.each(isLong ? [1, 2, 3, 4, 5, 6, 7, 8] : [1])('with seed %i', seed => {
    it('show every event once at its highest version, and account for every record', async () => {
      const run = `faults-${seed}`
      const lake = await functionLake(aws().url, {
        bucket: run,
        database: `faults_${seed}`,
        deadLetters: `dead-letters-${seed}`,
        receipts: `receipts-${seed}`,
        workgroup: 'machines',
        sealFunction: 'seal',
      })
      try {
        const { deaths, troubles } = await tell(lake, new Random(seed), isLong ? 0.15 : 0.06)
        expect(deaths).toBeGreaterThan(0)
        if (isLong) expect([...troubles.keys()].sort()).toEqual([...TROUBLE_NAMES].sort())
        else expect(troubles.size).toBeGreaterThan(TROUBLE_NAMES.length / 2)
        expect(await accounts(lake)).toEqual(expectedAccounts())
      } finally {
        await lake.close()
      }
    }, 600_000)
  })
})

/** Has the story happen, each step as often as it takes. */
async function tell(lake: FunctionLake, random: Random, rate: number) {
  const mischief = new Mischief(random, rate)
  const view = new ExpectedView()
  let deaths = 0
  let waiting: Step['events'] = []
  for (const [index, step] of steps().entries()) {
    const late = step.events.filter(event => isLate(event, Date.parse(step.at)))
    view.begin(step.events)
    for (let tries = 1; ; tries++) {
      if (tries > MOST_TRIES) expect.fail(`${step.name} at ${step.at} never comes to its end`)
      const death = random.chance(0.4) ? random.below(LONGEST_LIFE) : null
      const { thrown } = await attempt(lake, step, index, judgeOf(lake, view, mischief, random, death))
      if (thrown?.includes('SIGKILL')) deaths++
      if (thrown === undefined) break
    }
    waiting = [...waiting, ...late]
    view.done(step.events.filter(event => !late.includes(event)))
    if (step.seals) view.done(waiting)
    await look(lake, view)
  }
  return { deaths, troubles: mischief.done }
}

/** The sealer cleans up when it has sealed: what else cleans up is a seal here. */
function steps(): Step[] {
  return STORY.map(step => ({ ...step, seals: step.seals || step.name === 'clean up' }))
}

type Judge = (seen: Seen, kill: () => void) => Promise<Fault | undefined>

async function attempt(lake: FunctionLake, step: Step, index: number, judge: Judge) {
  const death = new AbortController()
  for (const proxy of lake.proxies) proxy.judge(seen => judge(seen, () => death.abort()))
  const environment = lake.environment(step.at)
  if (step.seals) return await lake.seal.invoke({}, environment, 900_000, death.signal)
  return await lake.ingest.invoke(eventOf('audit', batchOf(step, index)), environment, 60_000, death.signal)
}

function batchOf({ events, at }: Step, index: number) {
  const records = recordsOf(events, at, 100 * (index + 1))
  const broken = BROKEN.map((text, i) => ({
    ...records[0]!,
    sequenceNumber: `${records.at(-1)!.sequenceNumber}${i}`,
    data: new TextEncoder().encode(text),
  }))
  return [...records, ...broken]
}

/** What happens to the requests of one process. @param death the number of the request at which it is killed */
function judgeOf(
  lake: FunctionLake,
  view: ExpectedView,
  mischief: Mischief,
  random: Random,
  death: number | null,
): Judge {
  let requests = 0
  return async (seen, kill) => {
    // the seal that ingest asks for: the story has its own
    if (seen.path.includes('/invocations')) return { kind: 'answer', status: 202 }
    if (requests++ === death) {
      kill()
      return { kind: 'reset', done: random.chance(0.5) }
    }
    if (random.chance(0.03)) await look(lake, view) // the process stands still meanwhile
    return mischief.faultOf(seen)
  }
}

async function look(lake: FunctionLake, view: ExpectedView): Promise<void> {
  const due = view.due()
  const reader = await viewReader(await lake.copy())
  try {
    view.check(await reader.read(), due)
  } finally {
    reader.close()
  }
}

const ACCOUNTS = `SELECT count(*) AS batches, sum(received) AS received, sum(stored) AS stored, sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters, (SELECT count(*) FROM dead_letters) AS letters,
  count_if(received <> stored + repeats + dead_letters + empty) AS unbalanced FROM receipts`

async function accounts(lake: FunctionLake) {
  const engine = await (await lake.copy()).engine()
  try {
    const [row] = await rowObjects(await engine.query(ACCOUNTS))
    return Object.fromEntries(Object.entries(row!).map(([name, value]) => [name, Number(value)]))
  } finally {
    engine.close()
  }
}

function expectedAccounts() {
  const batches = STORY.filter(({ events }) => events.length > 0)
  const stored = batches.reduce((sum, { events }) => sum + events.length, 0)
  const broken = batches.length * BROKEN.length
  return {
    batches: batches.length,
    received: stored + broken,
    stored,
    repeats: 0,
    dead_letters: broken,
    letters: broken,
    unbalanced: 0,
  }
}
