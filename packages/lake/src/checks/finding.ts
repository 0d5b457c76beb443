import type { Catalog } from '../catalog.ts'
import type { Engine } from '../engine.ts'
import type { ObjectStore } from '../object-store.ts'

/** Something in a lake that is not as it should be. */
export interface Finding {
  /** A stable code. */
  readonly kind: string
  /** What it is about: a key, a batch, a table. */
  readonly subject: string
  /** What is wrong, for people. */
  readonly message: string
  /** The command that repairs it, or what to do. */
  readonly repair: string
}

/** What checks look at. */
export interface Checked {
  readonly objects: ObjectStore
  readonly catalog: Pick<Catalog, 'read'>
  readonly engine: Engine
  /** The clock, in milliseconds since the epoch. */
  readonly now: number
}

/** A lake in a folder: looking into its files costs nothing but time. */
export interface CheckedFolder extends Checked {
  /** How many rows are in each of some data files, by their keys. */
  readonly rowsIn: (keys: readonly string[]) => Promise<ReadonlyMap<string, number>>
}

/** One thing that a lake is checked for. It reads, and changes nothing. */
export interface Check<Lake = Checked> {
  readonly name: string
  readonly run: (lake: Lake) => Promise<readonly Finding[]>
}
