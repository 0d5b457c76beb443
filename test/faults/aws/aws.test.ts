import { describe, expect, it } from 'vitest'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { rowObjects } from '../../../packages/lake/src/index.ts'
import { eventOf } from '../../functions/stream-event.ts'
import type { Fault, Seen } from '../../lake/aws/fault-proxy.ts'
import { describeOnMoto } from '../../lake/aws/moto.ts'
import { recordsOf } from '../../lake/seal/event.ts'
import { isLong } from '../../long.ts'
import { ExpectedView, isLate } from '../expected-view.ts'
import { STORY, type Step } from '../story.ts'
import { viewReader } from '../view-reader.ts'
import { type FunctionLake, functionLake } from './function-lake.ts'
import { isPublishing, Mischief, TROUBLE_NAMES } from './mischief.ts'

/** From 1 on; each takes a minute. */
const SEEDS = Array.from({ length: Number(process.env.AUDIT_LAKE_SEEDS ?? 4) }, (_, i) => i + 1)
/** How often Lambda delivers a batch, or calls the sealer again, before we call it stuck. */
const MOST_TRIES = 6
/** Of three attempts one is killed, at one of its first requests: it makes about as many. */
const LONGEST_LIFE = { ingest: 4, seal: 70 }
/** How often a sealer may look whether it can publish at last, before it is killed. */
const LONGEST_WAIT = 3
/** Who died while it published keeps others from it for eight minutes: who tries again comes later. */
const LATER_MS = 9 * 60_000
const BROKEN = ['{"log_id":', 'not JSON']

describeOnMoto('the functions in AWS, while requests fail and processes are killed', aws => {
  describe.runIf(isLong).each(SEEDS)('with seed %i', seed => {
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
        const { deaths, troubles } = await tell(lake, new Random(seed), 0.06, seed % 2 === 0 ? 'on request' : 'by rule')
        expect(deaths).toBeGreaterThan(0)
        expect(troubles.size).toBeGreaterThan(TROUBLE_NAMES.length / 2)
        expect(await accounts(lake)).toEqual(expectedAccounts())
        expect(await filled(lake)).toContain('details_tier')
      } finally {
        await lake.close()
      }
    }, 600_000)
  })
})

/** Has the story happen, each step as often as it takes. */
async function tell(lake: FunctionLake, random: Random, rate: number, promotes: 'on request' | 'by rule') {
  const mischief = new Mischief(random, rate)
  const view = new ExpectedView()
  let deaths = 0
  let attempts = 0
  let waiting: Invocation['events'] = []
  for (const [index, step] of stepsThatPromote(promotes).entries()) {
    if (step.name === 'promote' && step.seals) await lake.promoteFromFirstDay()
    const late = step.events.filter(event => isLate(event, Date.parse(step.at)))
    view.begin(step.events)
    for (let tries = 1; ; tries++) {
      if (tries > MOST_TRIES) expect.fail(`${step.name} at ${step.at} never comes to its end`)
      const life = random.below(LONGEST_LIFE[step.calls])
      const death = attempts++ % 3 === 1 ? life : null
      const now = Date.parse(step.at) + (step.calls === 'seal' ? (tries - 1) * LATER_MS : 0)
      const { thrown } = await attempt(
        lake,
        step,
        index,
        new Date(now).toISOString(),
        judgeOf(lake, view, mischief, random, death),
      )
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

/** A step as a function does it. */
interface Invocation extends Pick<Step, 'name' | 'at' | 'events' | 'seals'> {
  readonly calls: 'ingest' | 'seal'
  /** What the sealer is asked for. */
  readonly asked: object
}

/** The sealer also cleans up and promotes; nothing in AWS rebuilds, but all that is sealed can be written anew. */
const SEALER_DOES: Readonly<Record<string, object>> = { seal: {}, 'clean up': {}, promote: {}, rebuild: { all: true } }

const STEPS: readonly Invocation[] = STORY.map(({ name, at, events }) => {
  if (name === 'ingest') return { name, at, events, calls: 'ingest', seals: false, asked: {} }
  const asked = SEALER_DOES[name]
  if (!asked) throw new Error(`the story has a step that no function does: ${name}`)
  return { name, at, events: [], calls: 'seal', seals: true, asked }
})

/** By the rule, a seal promotes; on request, the sealer does that and seals nothing. */
function stepsThatPromote(promotes: 'on request' | 'by rule'): readonly Invocation[] {
  if (promotes === 'by rule') return STEPS
  return STEPS.map(step => (step.name === 'promote' ? { ...step, seals: false, asked: { promote: '/tier' } } : step))
}

type Judge = (seen: Seen, kill: () => void) => Promise<Fault | undefined>

async function attempt(lake: FunctionLake, step: Invocation, index: number, now: string, judge: Judge) {
  const death = new AbortController()
  const violations: unknown[] = []
  const judged = async (seen: Seen): Promise<Fault | undefined> => {
    try {
      return await judge(seen, () => death.abort())
    } catch (violation) {
      // the process would wait for an answer
      violations.push(violation)
      death.abort()
      return { kind: 'reset', done: false }
    }
  }
  for (const proxy of lake.proxies) proxy.judge(judged)
  const environment = lake.environment(now)
  const invoked =
    step.calls === 'seal'
      ? await lake.seal.invoke(step.asked, environment, 900_000, death.signal)
      : await lake.ingest.invoke(eventOf('audit', batchOf(step, index)), environment, 60_000, death.signal)
  if (violations.length > 0) throw violations[0]
  return invoked
}

function batchOf({ events, at }: Invocation, index: number) {
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
  let isUnanswered = false
  let waits = 0
  return async (seen, kill) => {
    // the seal that ingest asks for: the story has its own
    if (seen.path.includes('/invocations')) return { kind: 'answer', status: 202 }
    if (isUnanswered && looksAtLease(seen)) waits++
    if (requests++ === death || waits > LONGEST_WAIT) {
      kill()
      return { kind: 'reset', done: random.chance(0.5) }
    }
    // the process stands still meanwhile
    if (random.chance(0.03) || isPublishing(seen)) await look(lake, view)
    const fault = mischief.faultOf(seen)
    isUnanswered ||= isPublishing(seen) && (fault?.kind === 'reset' || fault?.kind === 'cut')
    return fault
  }
}

function looksAtLease({ method, path }: Seen): boolean {
  return method === 'GET' && path.includes('/catalog-lease.json')
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

/** The promoted columns: each has the text of its leaf, in all events. */
async function filled(lake: FunctionLake): Promise<string[]> {
  const copy = await lake.copy()
  const reader = await viewReader(copy)
  try {
    await reader.expectFilled()
    return (await copy.catalog.read()).published.promoted.map(({ name }) => name)
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
  const batches = STEPS.filter(({ events }) => events.length > 0)
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
