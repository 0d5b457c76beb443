interface Waiting<Item, Result> {
  readonly items: readonly Item[]
  readonly done: (results: readonly Result[]) => void
  readonly failed: (error: unknown) => void
}

/** Writes one thing after another; what comes while a write is under way is written together next. */
export class GroupCommit<Item, Result> {
  private readonly write: (items: readonly Item[]) => Promise<readonly Result[]>
  private waiting: Waiting<Item, Result>[] = []
  private writing: Promise<void> | null = null

  /** @param write gives a result for each item, or throws when none was written */
  constructor(write: (items: readonly Item[]) => Promise<readonly Result[]>) {
    this.write = write
  }

  /** Returns when all is written; throws when none is. */
  add(items: readonly Item[]): Promise<readonly Result[]> {
    return new Promise((done, failed) => {
      this.waiting.push({ items, done, failed })
      this.writing ??= this.writeAll()
    })
  }

  /** Returns when all that was added is written. */
  async settled(): Promise<void> {
    await this.writing
  }

  private async writeAll(): Promise<void> {
    await Promise.resolve() // whoever adds in the same turn is in the first write too
    for (let group = this.waiting; group.length > 0; group = this.waiting) {
      this.waiting = []
      try {
        const results = (await this.write(group.flatMap(({ items }) => items))).values()
        for (const { items, done } of group) done(items.map(() => results.next().value!))
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
    this.writing = null // in the same turn in which nothing was found waiting
  }
}
