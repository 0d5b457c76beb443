import type { Random } from '../../../packages/cli/src/demo/random.ts'
import { DIGEST_SQL } from './block.ts'
import type { Looked } from './cast.ts'
import type { Oracle } from './oracle.ts'

const DAY_MS = 24 * 60 * 60_000

/** What a reader is to look at, and what it must see. */
export class Looks {
  /** Looks that were compared, and of them those at the whole view. */
  compared = 0
  whole = 0
  private wanted: { isDone: boolean }[] = []
  private readonly random: Random
  private readonly oracle: Oracle
  private readonly today: () => number

  constructor(random: Random, oracle: Oracle, today: () => number) {
    this.random = random
    this.oracle = oracle
    this.today = today
  }

  /** Has the next look be at the whole view. */
  atAll(): { readonly isDone: boolean } {
    const wanted = { isDone: false }
    this.wanted.push(wanted)
    return wanted
  }

  /** The whole view, the open days and one before them, or one day of the last weeks. */
  next(): { readonly sql: string; readonly take: (rows: Looked) => void } {
    const today = Math.floor(this.today() / DAY_MS) * DAY_MS
    const chance = this.random.next()
    if (chance < 0.25 || this.wanted.length > 0) return this.look()
    if (chance < 0.75) return this.look(today - 3 * DAY_MS, today)
    const day = today - this.random.below(30) * DAY_MS
    return this.look(day, day)
  }

  private look(fromDay?: number, toDay?: number): { readonly sql: string; readonly take: (rows: Looked) => void } {
    const wanted = [...this.wanted]
    const look = this.oracle.looking(fromDay, toDay)
    const days = fromDay === undefined ? '' : `WHERE event_date BETWEEN '${dayText(fromDay)}' AND '${dayText(toDay!)}'`
    return {
      sql: `SELECT ${DIGEST_SQL} FROM audit_logs ${days} GROUP BY 1`,
      take: rows => {
        this.oracle.looked(look, rows)
        this.compared++
        if (fromDay !== undefined) return
        this.whole++
        for (const look of wanted) look.isDone = true
        this.wanted = this.wanted.filter(({ isDone }) => !isDone)
      },
    }
  }
}

function dayText(day: number): string {
  return new Date(day).toISOString().slice(0, 10)
}
