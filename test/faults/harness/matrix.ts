import type { Actor } from './actor.ts'
import { INJECTIONS, type Injection, type Report } from './lines.ts'

/** A line of work of a process, and the effect it is at, or was at last. */
interface Lane {
  readonly actor: Actor
  /** The same for the process that takes its place. */
  readonly work: string
  readonly from: string
  readonly to: string
  readonly injection: Injection | null
  readonly isOver: boolean
}

/** What was done between two adjacent effects, and what came of it. */
interface Cell {
  times: number
  /** The effects that came next in this line of work, by this process or by the one that took its place. */
  readonly next: Map<string, number>
}

const NOTHING_YET = 'nothing yet'

/**
 * What the processes said of their effects: which follow one another, what was injected between them, and what came
 * next.
 */
export class Matrix {
  /** By `from > to`: how often they followed one another. */
  private readonly pairs = new Map<string, number>()
  private readonly cells = new Map<string, Cell>()
  private readonly reads = new Map<string, number>()
  private readonly lanes = new Map<string, Lane>()
  /** By line of work: the cells whose next effect is awaited. */
  private readonly awaited = new Map<string, Cell[]>()

  hear(actor: Actor, line: Report): void {
    if (line.say === 'read') count(this.reads, `${line.call}: ${line.injection}`)
    if (line.say === 'effect')
      this.begun({ actor, work: `${actor.role} ${line.lane}`, ...line, isOver: false }, line.lane)
    if (line.say === 'effect over') {
      const lane = this.lanes.get(`${actor.name} ${line.lane}`)!
      this.lanes.set(`${actor.name} ${line.lane}`, { ...lane, isOver: true })
      if (line.error === null) count(this.pairs, `${lane.from} > ${lane.to}`)
      else if (/EFBIG|File too large/.test(line.error)) this.injected(lane, 'disk full')
    }
  }

  /** A process is gone. @param fromOutside whether somebody else killed it */
  gone(actor: Actor, fromOutside: boolean): void {
    for (const [name, lane] of this.lanes) {
      if (lane.actor !== actor) continue
      this.lanes.delete(name)
      if (!fromOutside) continue
      if (lane.isOver) this.injected({ ...lane, from: lane.to, to: NOTHING_YET }, 'killed from outside')
      else if (lane.injection === null) this.injected(lane, 'killed from outside')
    }
  }

  /** How often each was made so far, for those who choose what to do next. */
  made(): Record<string, number> {
    return Object.fromEntries([...this.cells].map(([key, { times }]) => [key, times]))
  }

  /** How many pairs there are, and how many of the deliberate injections were made in each, on the whole. */
  coverage(): { readonly pairs: number; readonly injections: number } {
    const injections = [...this.cells.values()].reduce((sum, { times }) => sum + times, 0)
    return { pairs: this.pairs.size, injections }
  }

  /** The table of effects, in Markdown. */
  effectsTable(): string {
    const names = new Set([...this.pairs.keys(), ...[...this.cells.keys()].map(key => key.split(': ')[0]!)])
    const rows = [...names].toSorted().map(pair => {
      const cells = INJECTIONS.map(injection => this.cells.get(`${pair}: ${injection}`))
      const times = cells.map(cell => cell?.times ?? 0)
      return [...pair.split(' > '), this.pairs.get(pair) ?? 0, ...times, commonest(cells)]
    })
    return table(['after', 'before', 'in order', ...INJECTIONS, 'then came'], rows)
  }

  /** The table of calls that change nothing, in Markdown. */
  readsTable(): string {
    const calls = [...new Set([...this.reads.keys()].map(key => key.split(': ')[0]!))].toSorted()
    const rows = calls.map(call => [call, this.reads.get(`${call}: fails`) ?? 0, this.reads.get(`${call}: slow`) ?? 0])
    return table(['call', 'fails', 'slow'], rows)
  }

  private begun(lane: Lane, name: string): void {
    for (const cell of this.awaited.get(lane.work) ?? []) count(cell.next, lane.to)
    this.awaited.delete(lane.work)
    this.lanes.set(`${lane.actor.name} ${name}`, lane)
    if (lane.injection) this.injected(lane, lane.injection)
  }

  private injected({ work, from, to }: Lane, injection: Injection): void {
    const name = `${from} > ${to}: ${injection}`
    const cell = this.cells.get(name) ?? { times: 0, next: new Map<string, number>() }
    cell.times++
    this.cells.set(name, cell)
    this.awaited.set(work, [...(this.awaited.get(work) ?? []), cell])
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** The effects that came next most often, over several cells. */
function commonest(cells: readonly (Cell | undefined)[]): string {
  const next = new Map<string, number>()
  for (const cell of cells)
    for (const [effect, times] of cell?.next ?? []) next.set(effect, (next.get(effect) ?? 0) + times)
  const first = [...next].toSorted((a, b) => b[1] - a[1]).slice(0, 3)
  return first.map(([effect, times]) => `${effect} (${times})`).join(', ')
}

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows]
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')
}
