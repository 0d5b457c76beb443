import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readManifest } from '../../packages/lake/src/index.ts'
import { type DuckDBMerger, openLocalLake } from '../../packages/lake/src/local/index.ts'
import { isLong } from '../long.ts'
import { ExpectedView, isLate } from './expected-view.ts'
import { type Around, type LakePorts, onePartitionAtATime } from './ports.ts'
import { STORY, type Step, type StoryPorts } from './story.ts'
import { type ViewReader, viewReader } from './view-reader.ts'

/** What may become of an effect. */
const FAULTS = ['the process dies before it', 'it fails', 'it is done, but its answer is lost'] as const
type Fault = (typeof FAULTS)[number]

/** A third of the effects gets one of the faults each time; in long runs each gets all. */
const faultsAt = (at: number) => (isLong ? FAULTS : at % 3 === 0 ? [FAULTS[(at / 3) % FAULTS.length]!] : [])

const folder = await mkdtemp(join(tmpdir(), 'effect-walk-'))
const live = join(folder, 'lake')
let merger: DuckDBMerger
let reader: ViewReader
let ports: LakePorts
let openComparer: StoryPorts['openComparer']
let ids = 0

beforeAll(async () => {
  const lake = await openLocalLake(live)
  merger = await lake.merger()
  reader = await viewReader(lake)
  ports = { ...lake, merger }
  openComparer = () => lake.comparer()
})
afterAll(async () => {
  await merger.close()
  reader.close()
  await rm(folder, { recursive: true })
})

/** Does a step, with something after each of its effects and a fault at one of them. @returns the effects */
async function doStep(
  step: Step,
  after: (effect: string) => Promise<void>,
  fault?: { readonly at: number; readonly kind: Fault },
): Promise<string[]> {
  const effects: string[] = []
  let isDead = false
  const around: Around = async (call, run) => {
    if (isDead) throw new Error('dead')
    if (!call.isEffect) return await run()
    effects.push(call.name)
    const isFaulty = effects.length - 1 === fault?.at
    if (isFaulty && fault.kind !== 'it is done, but its answer is lost') {
      isDead = fault.kind === 'the process dies before it'
      throw new Error(fault.kind)
    }
    const result = await run()
    if (isFaulty) throw new Error(fault.kind)
    await after(call.name)
    return result
  }
  const now = () => Date.parse(step.at)
  await step.run({ ...onePartitionAtATime(ports, around), openComparer }, now, () => `id${ids++}`)
  return effects
}

/** What is expected of the view before, while and after steps are done. */
function follow(steps: readonly Step[]): ExpectedView {
  const view = new ExpectedView()
  for (const step of steps) finish(view, step, steps)
  return view
}

function finish(view: ExpectedView, step: Step, steps: readonly Step[]): void {
  view.begin(step.events)
  view.done(step.events.filter(event => !isLate(event, Date.parse(step.at))))
  if (step.seals) for (const earlier of steps.slice(0, steps.indexOf(step))) view.done(earlier.events)
}

async function look(view: ExpectedView): Promise<void> {
  const due = view.due()
  view.check(await reader.read(), due)
}

const snapshot = (i: number) => join(folder, `before-${i}`)

async function restore(i: number): Promise<void> {
  for (const name of ['arrivals', 'late', 'sealed', 'manifest.json~', 'catalog.json~', 'receipts', 'dead-letters']) {
    await rm(join(live, name), { recursive: true, force: true })
  }
  await cp(snapshot(i), live, { recursive: true, filter: path => !path.includes('.tmp') })
}

describe('a lake, with a reader after every effect', async () => {
  const logs: string[][] = []

  beforeAll(async () => {
    for (const [i, step] of STORY.entries()) {
      await cp(live, snapshot(i), { recursive: true, filter: path => !path.includes('.tmp') })
      logs.push(await doStep(step, async () => undefined))
    }
  })

  it('touches each port on its way', () => {
    const touched = new Set(logs.flat().map(name => name.split(' ')[0]))
    expect([...touched].sort()).toEqual([
      'catalog.addColumns',
      'catalog.setPartitions',
      'catalog.setView',
      'deadLetters.put',
      'merger.merge',
      'objects.delete',
      'objects.put',
      'receipts.put',
    ])
  })

  it.each(STORY.map((step, i) => ({ i, title: `${step.name} at ${step.at}` })))(
    'shows every event once: $title',
    async ({ i }) => {
      const step = STORY[i]!
      const view = follow(STORY.slice(0, i))
      await restore(i)
      await look(view)
      view.begin(step.events)
      await doStep(step, () => look(view))
      finish(view, step, STORY)
      await look(view)
    },
  )

  it.each(STORY.map((step, i) => ({ i, title: `${step.name} at ${step.at}` })))(
    'shows every event once, whatever befalls an effect: $title',
    async ({ i }) => {
      const step = STORY[i]!
      for (const [at, name] of logs[i]!.entries()) {
        for (const kind of faultsAt(at)) {
          await restore(i)
          const view = follow(STORY.slice(0, i))
          await look(view)
          view.begin(step.events)
          await doStep(step, async () => undefined, { at, kind }).catch(() => undefined)
          await look(view)
          await doStep(step, async effect => {
            // a file that is not committed changes nothing that is read: see above
            if (!effect.startsWith('merger.merge')) await look(view)
          })
          finish(view, step, STORY)
          await look(view).catch(error => {
            throw new Error(`${kind}: ${name}`, { cause: error })
          })
        }
      }
    },
    10 * 60_000,
  )

  it('ends with the files that the manifest names, and no others', async () => {
    const keys: string[] = []
    for await (const { key } of ports.objects.list('')) keys.push(key)
    const { manifest } = await readManifest(ports.objects)
    expect(manifest.tombstones).toEqual([])
    expect(keys.filter(key => /^(arrivals|late|sealed)\//.test(key)).length).toBe(Object.keys(manifest.days).length)
  })
})
