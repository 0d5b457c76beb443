import { Random } from '../../../packages/cli/src/demo/random.ts'
import { GRACE_MS } from '../../../packages/lake/src/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { Cast } from './cast.ts'
import { Looks } from './looks.ts'
import { Matrix } from './matrix.ts'
import { Oracle, Violation } from './oracle.ts'
import { Producer } from './producer.ts'
import { type Rest, rest } from './rest.ts'
import { nextTime, type Schedule } from './schedule.ts'
import { Traffic } from './traffic.ts'
import { Unrest } from './unrest.ts'

const STARTS_AT = Date.UTC(2026, 10, 2, 9, 20)
/** Versions of blocks that may wait to be taken: a stream keeps its records for a week only. */
const BACKLOG = 60

/** What a run did, and found to be so. */
export interface Outcome {
  readonly schedule: Schedule
  readonly rest: Rest
  readonly facts: Readonly<Record<string, number>>
  /** What happened to the processes from outside, and in which step. */
  readonly story: readonly string[]
  readonly troubles: ReadonlyMap<string, number>
  readonly matrix: Matrix
}

/** Told after each step. */
export type OnStep = (step: number, text: string) => void

/**
 * Runs the real processes on a lake while everything happens to them, and compares what a reader sees with what it must
 * see; then lets them come to rest, and compares the whole.
 *
 * @param lake a new folder
 * @throws Violation that says the seed, the step and the events
 */
export async function runFaults(schedule: Schedule, lake: string, onStep: OnStep = () => undefined): Promise<Outcome> {
  const chance = new Random(schedule.seed)
  const part = () => new Random(Math.floor(chance.next() * 2 ** 32))
  const [traffics, clocks, looksChance, unrests, puts] = [part(), part(), part(), part(), part()] as const
  const oracle = new Oracle()
  const matrix = new Matrix()
  const looks: Looks = new Looks(looksChance, oracle, () => cast.now)
  const cast: Cast = new Cast({
    lake,
    seed: schedule.seed,
    rate: schedule.rate,
    graceMs: GRACE_MS,
    oracle,
    matrix,
    startsAt: STARTS_AT,
    chance: () => clocks.next(),
    look: () => looks.next(),
  })
  const startedAt = performance.now()
  const story: string[] = []
  let step = 0
  try {
    cast.want('stream', 1)
    await cast.until('the stream is there', () => cast.url !== '')
    const producer = new Producer(cast.url, puts)
    const traffic = new Traffic(traffics, oracle)
    const unrest = new Unrest(unrests, cast, producer, story)
    await producer.createStream(2)
    cast.want('poller', 1)
    cast.want('importer', 1)
    cast.want('sealer', 2)
    cast.want('reader', 1)
    for (; step < schedule.steps; step++) {
      if (unrests.chance(schedule.unrest)) unrest.begin(step)
      await cast.setTime(nextTime(cast.now, clocks))
      const looked = looks.compared
      await traffic.send(step, schedule, cast, producer)
      await cast.until('all is taken and looked at', () => oracle.backlog <= BACKLOG && looks.compared > looked)
      unrest.endStep()
      onStep(
        step,
        `${traffic.delivered} delivered, ${cast.seals} seals, ${looks.compared} looks, ${cast.deaths} deaths`,
      )
    }
    await unrest.end()
    const found = await rest({ cast, oracle, looks, traffic, producer, lake })
    producer.close()
    return {
      schedule,
      rest: found,
      facts: {
        'events made': oracle.blocks * schedule.blockSize,
        'events delivered, with repeats and resends': traffic.delivered,
        'looks of the reader': looks.compared,
        'of them at the whole view': looks.whole,
        seals: cast.seals,
        'clean-ups': cast.cleanUps,
        'files deleted': cast.deleted,
        'processes that died': cast.deaths,
        'requests put again': producer.retries,
        reshardings: producer.reshardings,
        'injections between or at effects': matrix.coverage().injections,
        'adjacent pairs of effects seen': matrix.coverage().pairs,
        'looks at something hidden after a fault beyond what is tolerated': oracle.hidden,
        'queries that failed after a clock was wrong beyond what is tolerated': cast.failedLooks,
        seconds: Math.round((performance.now() - startedAt) / 1000),
      },
      story,
      troubles: cast.troubles,
      matrix,
    }
  } catch (error) {
    if (!(error instanceof Violation)) throw error
    throw new Violation(
      `seed ${schedule.seed}, ${schedule.events} events, step ${step}: ${error.message}\n  ${await situation(lake)}\n  ${story.join('\n  ')}`,
    )
  } finally {
    await cast.end()
  }
}

async function situation(folder: string): Promise<string> {
  const { sealedThrough, openFrom } = (await (await openLocalLake(folder)).catalog.read()).published
  return `published: sealed through ${sealedThrough}, open from ${openFrom}`
}
