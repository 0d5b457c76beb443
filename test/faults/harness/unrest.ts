import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../../packages/cli/src/demo/random.ts'
import type { Actor, Role } from './actor.ts'
import type { Cast } from './cast.ts'
import type { Producer } from './producer.ts'

const HOUR_MS = 60 * 60_000
const MOST_MS = 1500
const ROLES: readonly Role[] = ['stream', 'poller', 'importer', 'sealer', 'reader']
const WRITERS: readonly Role[] = ['stream', 'poller', 'importer', 'sealer']
/** Sizes at which the files of a process end. */
const DISK_BYTES = [0, 600, 5_000, 50_000] as const

/** What can happen to the processes from outside; the more often it stands here, the more often it does. */
const KINDS = [
  'a process is killed',
  'a process is killed',
  'a process is killed',
  'a disk is full',
  'a disk is full',
  'a process is stopped for a while',
  'a process is stopped for a while',
  'the stream is resharded',
  'the stream is resharded',
  'another number of pollers',
  'another number of sealers',
  'an invocation oversleeps its hour',
  'the clock of the sealers is three hours ahead',
  'the clock of the pollers is two hours behind',
] as const

/** What happens to the processes from outside. */
export class Unrest {
  private readonly underWay = new Set<Promise<void>>()
  private readonly random: Random
  private readonly cast: Cast
  private readonly producer: Producer
  private readonly story: string[]

  /** @param story takes what is done, and in which step */
  constructor(random: Random, cast: Cast, producer: Producer, story: string[]) {
    this.random = random
    this.cast = cast
    this.producer = producer
    this.story = story
  }

  /** Does one thing, without waiting for its end. */
  begin(step: number): void {
    const kind = this.random.pick(KINDS)
    this.story.push(`step ${step}: ${kind}`)
    const underWay = this.run(kind).finally(() => this.underWay.delete(underWay))
    this.underWay.add(underWay)
  }

  /** What was wrong for one step is right again. */
  endStep(): void {
    this.cast.setWrong('sealer', 0)
    this.cast.setWrong('poller', 0)
  }

  /** Returns when nothing of it is going on any more. */
  async end(): Promise<void> {
    this.endStep()
    await Promise.all(this.underWay)
  }

  private async run(kind: (typeof KINDS)[number]): Promise<void> {
    const { cast, random } = this
    switch (kind) {
      case 'a process is killed':
        return await this.killLater(random.pick(ROLES))
      case 'a disk is full':
        return await this.fillDisk(this.oneOf(WRITERS), random.pick(DISK_BYTES))
      case 'a process is stopped for a while':
        return await this.stop(this.oneOf(ROLES))
      case 'the stream is resharded':
        return await this.producer.reshard()
      case 'another number of pollers':
        return cast.want('poller', 1 + random.below(2))
      case 'another number of sealers':
        return cast.want('sealer', 1 + random.below(3))
      case 'an invocation oversleeps its hour':
        return this.oneOf(['poller'])?.tell({ do: 'oversleep' })
      case 'the clock of the sealers is three hours ahead':
        return cast.setWrong('sealer', 3 * HOUR_MS)
      case 'the clock of the pollers is two hours behind':
        return cast.setWrong('poller', -2 * HOUR_MS)
    }
  }

  private async killLater(role: Role): Promise<void> {
    await pause(this.random.next() * MOST_MS)
    const actor = this.oneOf([role])
    if (actor) this.cast.kill(actor)
  }

  private async fillDisk(actor: Actor | undefined, bytes: number): Promise<void> {
    if (!actor) return
    await actor.limitFiles(bytes)
    await pause(this.random.next() * MOST_MS)
    await actor.limitFiles(null)
  }

  private async stop(actor: Actor | undefined): Promise<void> {
    if (!actor) return
    actor.stop()
    await pause(this.random.next() * 2 * MOST_MS)
    actor.wake()
  }

  /** One that can be told things: a full disk would have others fail to start. */
  private oneOf(roles: readonly Role[]): Actor | undefined {
    const ready = this.cast.of(this.random.pick(roles)).filter(({ isReady }) => isReady)
    return ready.length === 0 ? undefined : this.random.pick(ready)
  }
}
