/** The two literals of the view `audit_logs`. */
export interface ViewLiterals {
  /** The last hour whose arrivals are all sealed, `YYYY-MM-DD-HH`: the view reads arrivals of later hours only. */
  readonly sealedThrough: string
  /** The first open day, `YYYY-MM-DD`: the view reads earlier days from `sealed` alone. */
  readonly openFrom: string
}

/** A leaf of the details that has got a column of its own: `details_spec_tier` of `/spec/tier`. */
export interface PromotedColumn {
  readonly name: string
  /** JSON Pointer (RFC 6901) of the leaf in the details. */
  readonly pointer: string
}

/** What the views are made of. */
export interface ViewDefinition extends ViewLiterals {
  /** The promoted columns that they show, in order. */
  readonly promoted: readonly PromotedColumn[]
}

/** What readers see of the sealed tier. */
export interface Published extends ViewDefinition {
  /** The promoted columns that the table `sealed` has: the views show some of them, in the end all. */
  readonly columns: readonly PromotedColumn[]
  /** Partitions of `sealed`: the generation that each day points to. */
  readonly partitions: Readonly<Record<string, string>>
}

/** What is published, with what is needed to replace it. */
export interface ReadCatalog {
  readonly published: Published
  /** Null when nothing was ever published. */
  readonly etag: string | null
}

/**
 * Where readers look up what a lake consists of: Glue's tables and view, or an object in the folder.
 *
 * A change is refused once somebody else has changed the catalog. Without that, a publisher that slept could turn
 * a partition back to a generation that lacks arrivals the view no longer reads. A catalog that cannot compare, such as
 * Glue, needs a lease that outlasts any of its publishers.
 */
export interface Catalog {
  read(): Promise<ReadCatalog>
  /** Gives the table `sealed` columns that it lacks; none is ever taken away. @returns false when it was refused */
  addColumns(read: ReadCatalog, columns: readonly PromotedColumn[]): Promise<boolean>
  /**
   * Points partitions of `sealed` to generations: each of them at once, not necessarily all of them at once.
   *
   * @param read what was read before; the change is refused when it is no longer so
   * @param generations by day, at most `PARTITIONS_AT_ONCE`
   * @returns false when it was refused
   */
  setPartitions(read: ReadCatalog, generations: Readonly<Record<string, string>>): Promise<boolean>
  /** Replaces the views by ones with these literals and columns, at once. @returns false when it was refused */
  setView(read: ReadCatalog, view: ViewDefinition): Promise<boolean>
}

/** What Glue takes in one BatchUpdatePartition. */
export const PARTITIONS_AT_ONCE = 100

/** The catalog of a lake where nothing was ever sealed: every hour is still to come, every day is open. */
export const EMPTY_CATALOG: Published = {
  sealedThrough: '0000-01-01-00',
  openFrom: '0000-01-01',
  promoted: [],
  columns: [],
  partitions: {},
}
