import { Actor, type Role } from './actor.ts'
import type { ProcessOptions, Report } from './lines.ts'
import type { Matrix } from './matrix.ts'
import { type Oracle, Violation } from './oracle.ts'

const MINUTE_MS = 60_000
/** How far the clocks of processes are apart from the true one, at the most. */
const SKEW_MS = 3 * MINUTE_MS
/** So long a sealer that was stopped may go on with what it began when its clock was wrong. */
const WRONG_TICKS = 3
/** After this nothing will come any more. */
const PATIENCE_MS = 10 * MINUTE_MS

/** What a run tells its processes and is told by them. */
export interface CastOptions {
  readonly lake: string
  readonly seed: number
  readonly rate: number
  readonly graceMs: number
  readonly oracle: Oracle
  readonly matrix: Matrix
  readonly startsAt: number
  /** From 0 up to 1. */
  readonly chance: () => number
  /** A reader begins: what it is to ask, and what takes its answer. */
  readonly look: () => { readonly sql: string; readonly take: (rows: Looked) => void }
}

export type Looked = Extract<Report, { say: 'looked' }>['rows']

/** The processes that are there now, each replaced when it is gone; and the true time. */
export class Cast {
  readonly troubles = new Map<string, number>()
  seals = 0
  cleanUps = 0
  looks = 0
  deaths = 0
  deleted = 0
  /** Queries that lost a file, which a sealer had deleted too early since its clock was wrong. */
  failedLooks = 0
  /** The first thing that must never be. */
  violation: unknown = null
  url = ''
  private readonly options: CastOptions
  private readonly actors = new Set<Actor>()
  private readonly killed = new Set<Actor>()
  private readonly wanted: Record<Role, number> = { stream: 0, poller: 0, importer: 0, sealer: 0, reader: 0 }
  private readonly leaves = new Map<number, (rows: Looked) => void>()
  private readonly covers = new Map<number, () => void>()
  private readonly confirmed = new Map<Actor, number>()
  private readonly answers = new Map<number, (rows: readonly (readonly string[])[]) => void>()
  private readonly imports = new Map<string, string>()
  private readonly lookingSince = new Map<Actor, number>()
  private readonly wrong = new Map<Role, number>()
  private listeners: (() => void)[] = []
  private time: number
  private tick = 0
  /** The last one at which the sealers' clocks were wrong. */
  private wrongTick = Number.NEGATIVE_INFINITY
  private count = 0
  private id = 0
  private isHolding = false
  private held: Actor[] = []
  private isCalm = false
  private isEnding = false

  constructor(options: CastOptions) {
    this.options = options
    this.time = options.startsAt
  }

  get now(): number {
    return this.time
  }

  /** Sets how many there are to be of a role. */
  want(role: Role, count: number): void {
    this.wanted[role] = count
    const own = this.of(role)
    for (const actor of own.slice(count)) this.kill(actor)
    for (let i = own.length; i < count; i++) this.start(role)
  }

  of(role: Role): Actor[] {
    return [...this.actors].filter(actor => actor.role === role)
  }

  /** Sets the clock of all of a role wrong, by more than it may be, or right again. */
  setWrong(role: Role, byMs: number): void {
    this.wrong.set(role, byMs)
    if (role === 'sealer' && byMs !== 0) this.wrongTick = this.tick + 1
  }

  kill(actor: Actor): void {
    this.killed.add(actor)
    actor.kill()
  }

  /** Nothing is injected from now on. */
  calm(): void {
    this.isCalm = true
    for (const actor of this.actors) {
      actor.tell({ do: 'calm' })
      if (actor.isStopped) actor.wake()
    }
  }

  /** Has a file ingested, until it is. */
  importFile(name: string, data: Uint8Array): void {
    this.imports.set(name, Buffer.from(data).toString('base64'))
    for (const importer of this.of('importer')) if (importer.isReady) this.tellImport(importer, name)
  }

  get importsLeft(): number {
    return this.imports.size
  }

  /**
   * Sets all clocks to a time: those of who writes first, and of the sealers when nobody writes who began before. That
   * an invocation ends before its hour is closed is what the lake relies on.
   */
  async setTime(time: number): Promise<void> {
    await this.withoutOldLooks(time)
    this.time = time
    this.tick++
    this.giveHeld()
    const writers = [...this.of('poller'), ...this.of('importer'), ...this.of('stream')].filter(
      ({ isReady }) => isReady,
    )
    for (const actor of writers) this.tellTime(actor)
    const isBehind = (actor: Actor) => !actor.isGone && (this.confirmed.get(actor) ?? 0) < this.tick
    await this.until('every invocation ends', () => !writers.some(actor => actor.role !== 'stream' && isBehind(actor)))
    for (const actor of this.of('sealer')) if (actor.isReady) this.tellTime(actor)
    this.options.oracle.timeIs(time)
  }

  /** No look may be under way for as long as the grace: nobody begins one until those that are too old have ended. */
  private async withoutOldLooks(time: number): Promise<void> {
    this.isHolding = true
    await this.until('no look is as old as the grace', () =>
      [...this.lookingSince.values()].every(since => time < since + this.options.graceMs - 20 * MINUTE_MS),
    )
  }

  private giveHeld(): void {
    const { held } = this
    this.isHolding = false
    this.held = []
    for (const actor of held) if (!actor.isGone) this.give(actor)
  }

  /** Asks a reader something once. */
  async ask(sql: string): Promise<readonly (readonly string[])[]> {
    await this.until('there is a reader', () => this.of('reader').some(({ isReady }) => isReady))
    return await new Promise(resolve => {
      const id = this.id++
      this.answers.set(id, resolve)
      this.of('reader')
        .find(({ isReady }) => isReady)!
        .tell({ do: 'ask', id, sql })
    })
  }

  /**
   * Returns when something is so.
   *
   * @param what for people, should it never be
   * @throws the violation, if there is one
   */
  async until(what: string, isSo: () => boolean): Promise<void> {
    for (const end = performance.now() + PATIENCE_MS; ; ) {
      if (this.violation) throw this.violation
      if (isSo()) return
      if (performance.now() > end) throw new Violation(`it never came that ${what}: ${this.state()}`)
      await new Promise<void>(resolve => {
        this.listeners.push(resolve)
        setTimeout(resolve, 1000).unref()
      })
    }
  }

  /** Has everybody look again who waits for something. */
  wakeAll(): void {
    const { listeners } = this
    this.listeners = []
    for (const listener of listeners) listener()
  }

  async end(): Promise<void> {
    this.isEnding = true
    const actors = [...this.actors]
    for (const actor of actors) actor.kill()
    await Promise.all(actors.map(({ ended }) => ended))
  }

  private state(): string {
    const actors = [...this.actors].map(
      actor => `${actor.name}${actor.isReady ? '' : ' starting'}${actor.isStopped ? ' stopped' : ''}`,
    )
    return `${actors.join(', ')}; ${this.options.oracle.backlogText()}, ${this.imports.size} files not imported; ${[...this.troubles].map(([what, times]) => `${what} ${times}x`).join('; ')}`
  }

  private start(role: Role): void {
    const { lake, seed, rate, graceMs, matrix } = this.options
    const number = this.count++
    const process: ProcessOptions = {
      lake,
      seed: seed * 7919 + number,
      // every other sealer is left in peace: with something done to each call, hardly any seal would come to its end
      rate: this.isCalm || (role === 'sealer' && number % 2 === 0) ? 0 : rate,
      made: matrix.made(),
      graceMs,
      ...(this.url !== '' && { url: this.url, port: Number(new URL(this.url).port) }),
    }
    const actor = new Actor(role, `${role}-${number}`, process, (_, line) => this.guard(() => this.hear(actor, line)))
    this.actors.add(actor)
    actor.ended.then(() => this.guard(() => this.gone(actor)), this.fail)
  }

  private gone(actor: Actor): void {
    this.actors.delete(actor)
    this.lookingSince.delete(actor)
    this.options.matrix.gone(actor, this.killed.has(actor))
    this.options.oracle.died(`${actor.name} `)
    if (this.isEnding) return
    this.deaths++
    if (!actor.wasKilled) throw new Violation(`${actor.name} ended by itself: ${actor.errors}`)
    if (this.of(actor.role).length < this.wanted[actor.role]) this.start(actor.role)
  }

  private readonly fail = (error: unknown): void => {
    this.violation ??= error
    this.wakeAll()
  }

  /** Whatever goes wrong here is found by who waits. */
  private guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.violation ??= error
    }
    this.wakeAll()
  }

  private hear(actor: Actor, line: Report): void {
    const { oracle, matrix } = this.options
    matrix.hear(actor, line)
    switch (line.say) {
      case 'ready':
        return this.ready(actor, line.url)
      case 'tick':
        this.confirmed.set(actor, line.tick)
        return
      case 'taking':
        return oracle.taking(
          `${actor.name} ${line.batch}`,
          line.writtenAt,
          actor.role === 'importer' ? 'file' : 'stream',
          line.records,
        )
      case 'taken':
        return oracle.taken(`${actor.name} ${line.batch}`, line.isDone)
      case 'imported':
        this.imports.delete(line.name)
        return
      case 'waiting':
        return this.give(actor)
      case 'sealed':
        this.seals++
        return this.covers.get(line.id)!()
      case 'cleaned':
        this.cleanUps++
        this.deleted += line.deleted
        if (line.kept.length > 0) throw new Violation(`a sealed file lacks what is in ${line.kept.join(', ')}`)
        return
      case 'looked':
        this.looks++
        this.lookingSince.delete(actor)
        return this.leaves.get(line.id)!(line.rows)
      case 'not looked':
        this.lookingSince.delete(actor)
        if (this.tick > this.wrongTick + WRONG_TICKS) throw new Violation(`a query failed: ${line.message}`)
        this.failedLooks++
        return
      case 'answer':
        return this.answers.get(line.id)!(line.rows)
      case 'trouble': {
        const message = line.message.replaceAll(this.options.lake, '<lake>')
        const kind = message.replaceAll(/[\da-f-]{8,}|\d+/g, '…').slice(0, 120)
        this.troubles.set(kind, (this.troubles.get(kind) ?? 0) + 1)
      }
    }
  }

  private ready(actor: Actor, url: string | undefined): void {
    actor.isReady = true
    if (url !== undefined) this.url = url
    this.tellTime(actor)
    if (actor.role === 'importer') for (const name of this.imports.keys()) this.tellImport(actor, name)
  }

  /** Leave to seal or to look: this one, or later. */
  private give(actor: Actor): void {
    const id = this.id++
    if (actor.role === 'sealer') {
      this.covers.set(id, this.options.oracle.sealing())
      return actor.tell({ do: 'go', id })
    }
    if (this.isHolding) {
      this.held.push(actor)
      return
    }
    const look = this.options.look()
    this.leaves.set(id, look.take)
    this.lookingSince.set(actor, this.time)
    actor.tell({ do: 'go', id, sql: look.sql })
  }

  private tellImport(importer: Actor, name: string): void {
    importer.tell({ do: 'import', name, data: this.imports.get(name)! })
  }

  private tellTime(actor: Actor): void {
    const skew = Math.round((this.options.chance() * 2 - 1) * SKEW_MS)
    const at = this.time + (this.isCalm ? 0 : skew) + (this.wrong.get(actor.role) ?? 0)
    if (actor.role === 'sealer') this.options.oracle.sealersMayBeAt(at)
    actor.tell({ do: 'clock', tick: this.tick, at })
  }
}
