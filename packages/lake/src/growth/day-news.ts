import { leavesOf } from './leaves.ts'
import { tableColumnOf } from './promotion.ts'

/** Rows that are new in a sealed day and agree in one thing. */
export interface NewRows {
  /** What they agree in. */
  readonly what: 'operation' | 'details' | 'extra'
  /**
   * The operation; or the shape of the JSON in the column: its text with the type of each scalar in place of its value,
   * as DuckDB's `json_structure` has it. Null when it was too large to be looked at, or no text of JSON that the engine reads.
   */
  readonly text: string | null
  readonly rows: number
  /** `emit_time` of the first and the last of them, ISO 8601. */
  readonly firstTime: string
  readonly lastTime: string
}

/** How something was seen in the new rows of a day. */
export interface DaySighting {
  readonly rows: number
  readonly firstTime: string
  readonly lastTime: string
  /** Types of its values; of an operation none. */
  readonly types: ReadonlySet<string>
}

/** What a day has brought. */
export interface DayNews {
  readonly operations: ReadonlyMap<string, DaySighting>
  /** Leaves of the details that have no column in every lake, by JSON Pointer. */
  readonly leaves: ReadonlyMap<string, DaySighting>
  /** Members of records in `extra`, by JSON Pointer. */
  readonly fields: ReadonlyMap<string, DaySighting>
  /** Rows of which something was not looked at. */
  readonly unread: number
}

/** A sender can think of any number of names: so many are kept of each kind, while the rows of a day are gone through. */
const MOST_NAMES = 10_000

/** Gathers what a day has brought, in bounded memory: of too many names those in most rows are kept. */
export function dayNews(): { add(rows: NewRows): void; result(): DayNews } {
  const operations = new Map<string, DaySighting>()
  const leaves = new Map<string, DaySighting>()
  const fields = new Map<string, DaySighting>()
  let unread = 0
  return {
    add(rows) {
      if (rows.text === null) unread += rows.rows
      else if (rows.what === 'operation') note(operations, rows.text, null, rows)
      else if (rows.what === 'details')
        for (const [leaf, type] of leavesOf(rows.text, hasColumn)) note(leaves, leaf, type, rows)
      else for (const [field, type] of leavesOf(rows.text, () => false, 1)) note(fields, field, type, rows)
    },
    result: () => ({ operations, leaves, fields, unread }),
  }
}

function hasColumn(pointer: string): boolean {
  return tableColumnOf(pointer) !== null
}

function note(names: Map<string, DaySighting>, name: string, type: string | null, more: NewRows): void {
  const before = names.get(name)
  names.set(name, {
    rows: (before?.rows ?? 0) + more.rows,
    firstTime: before && before.firstTime < more.firstTime ? before.firstTime : more.firstTime,
    lastTime: before && before.lastTime > more.lastTime ? before.lastTime : more.lastTime,
    types: new Set([...(before?.types ?? []), ...(type === null ? [] : [type])]),
  })
  if (names.size > MOST_NAMES) dropRarest(names)
}

function dropRarest(names: Map<string, DaySighting>): void {
  const byRows = [...names].sort(([a, left], [b, right]) => left.rows - right.rows || (a < b ? 1 : -1))
  for (const [name] of byRows.slice(0, MOST_NAMES / 2)) names.delete(name)
}
