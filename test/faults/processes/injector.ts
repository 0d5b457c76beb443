import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../../packages/cli/src/demo/random.ts'
import type { Injection } from '../harness/lines.ts'
import type { Around } from '../ports.ts'
import { report } from './process.ts'

const AT_EFFECTS = ['killed before', 'killed during', 'fails', 'answer lost', 'slow'] as const
const AT_READS = ['fails', 'slow'] as const
const SLOW_MS = 300

/** Does bad things to calls of ports, and says which. */
export class Injector {
  private readonly random: Random
  private rate: number
  private readonly made: Map<string, number>

  /** @param made how often each was done so far: what was done least comes next */
  constructor(random: Random, rate: number, made: Readonly<Record<string, number>>) {
    this.random = random
    this.rate = rate
    this.made = new Map(Object.entries(made))
  }

  calm(): void {
    this.rate = 0
  }

  /** What to do to the calls of one line of work. */
  around(lane: string): Around {
    let last = 'start'
    return async (call, run) => {
      if (!call.isEffect) return await this.aroundRead(call.name, run)
      const kind = kindOf(call.name)
      const injection = this.choose(`${last} > ${kind}`)
      report({ say: 'effect', lane, from: last, to: kind, injection })
      try {
        const result = await this.inflict(injection, run, () => {
          last = kind
        })
        report({ say: 'effect over', lane, error: null })
        return result
      } catch (error) {
        report({ say: 'effect over', lane, error: messageOf(error) })
        throw error
      }
    }
  }

  /** Makes a call that changes nothing fail or slow. */
  async aroundRead<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    if (!this.random.chance(this.rate / 2)) return await run()
    const injection = this.random.pick(AT_READS)
    report({ say: 'read', call: kindOf(name), injection })
    return await this.inflict(injection, run, () => undefined)
  }

  private choose(pair: string): Injection | null {
    if (!this.random.chance(this.rate)) return null
    const counts = AT_EFFECTS.map(injection => this.made.get(`${pair}: ${injection}`) ?? 0)
    const least = Math.min(...counts)
    const injection = this.random.pick(AT_EFFECTS.filter((_, i) => counts[i] === least))
    this.made.set(`${pair}: ${injection}`, least + 1)
    return injection
  }

  private async inflict<Result>(
    injection: Injection | null,
    run: () => Promise<Result>,
    done: () => void,
  ): Promise<Result> {
    if (injection === 'killed before') await die()
    if (injection === 'fails') throw new Error('injected: it fails')
    if (injection === 'slow') await pause(this.random.next() * SLOW_MS)
    const running = run()
    if (injection === 'killed during') {
      await Promise.race([running.catch(() => undefined), pause(this.random.next() * 5)])
      await die()
    }
    const result = await running
    done()
    if (injection === 'answer lost') throw new Error('injected: the answer is lost')
    return result
  }
}

/** A real death: nothing is closed, nothing is said. */
async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL')
  return await new Promise(() => undefined)
}

/** Of `objects.put arrivals/arrival_hour=…/….parquet`: `objects.put arrivals`. */
function kindOf(name: string): string {
  const [call, subject = ''] = name.split(' ')
  return call!.startsWith('objects.') ? `${call} ${subject.split('/')[0]}`.trim() : call!
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
