/**
 * Where the rows of a sealed day came from. It closes: `rows = opening + taken - repeats`.
 *
 * `taken` and `repeats` are counted apart: when a sealed file loses a row between two seals, the next one writes a file that is good
 * in itself, and the account tells that a row is gone.
 */
export interface DayAccount {
  /**
   * Rows that it has otherwise: from before an account was kept, and what rebuilds put in, less what they took out.
   */
  readonly opening: number
  /** Rows that were merged into it from files of batches. */
  readonly taken: number
  /** Rows that seals dropped, since the day had that version of the event already. */
  readonly repeats: number
}

/** A sealed day, as far as its account goes. */
interface Accounted {
  readonly rows: number
  /** Absent when an earlier program has sealed it: nothing is known. */
  readonly account?: DayAccount
}

/** What a seal has merged into a day. */
interface Merged {
  /** Rows of the files of batches. */
  readonly taken: number
  /** Rows of all that was merged, the day's file of before too, each copy counted. */
  readonly copies: number
  /** Rows of the day's file now. */
  readonly rows: number
}

/**
 * The account of a day after a seal.
 *
 * @param before the day as it was; none when it had no file
 *
 * @example
 * accountAfterSeal(undefined, { taken: 5, copies: 5, rows: 4 }) // { opening: 0, taken: 5, repeats: 1 }
 */
export function accountAfterSeal(before: Accounted | undefined, { taken, copies, rows }: Merged): DayAccount {
  const account = accountOf(before)
  return { ...account, taken: account.taken + taken, repeats: account.repeats + copies - rows }
}

/** The account of a day after a rebuild, which has compared every row of it: it closes again. */
export function accountAfterRebuild(before: Accounted | undefined, rows: number): DayAccount {
  const account = accountOf(before)
  return { ...account, opening: rows - account.taken + account.repeats }
}

/** How many rows a day has more than its account tells of, or fewer if negative; null when there is no account. */
export function unaccounted({ rows, account }: Accounted): number | null {
  return account ? rows - account.opening - account.taken + account.repeats : null
}

function accountOf(day: Accounted | undefined): DayAccount {
  return day?.account ?? { opening: day?.rows ?? 0, taken: 0, repeats: 0 }
}
