import { type Catalog, EMPTY_CATALOG, type PromotedColumn, type ReadCatalog, type ViewDefinition } from '../catalog.ts'
import type { ObjectStore } from '../object-store.ts'
import { auditLogsView, auditLogVersionsView } from '../views.ts'
import type { AthenaEngine } from './athena-engine.ts'
import { catalogLease } from './catalog-lease.ts'
import { pointPartitions, readPartitions } from './glue-partitions.ts'
import { addColumns, findTable, type GluePlace, tableOf } from './glue-tables.ts'
import { promotedColumnOf, promotedColumnsOf } from './promoted-columns.ts'
import { columnsOf, literalsOf } from './published-view.ts'

export interface GlueCatalogOptions extends GluePlace {
  /** The lake's objects: publishers agree there on who is to publish. */
  readonly objects: ObjectStore
  /** What makes the views, in the same database: Glue is told about them by Athena only. */
  readonly engine: Pick<AthenaEngine, 'define'>
  /** The clock, in milliseconds since the epoch. */
  readonly now?: () => number
}

/** The later one is what everybody reads. */
const VIEWS = { audit_log_versions: auditLogVersionsView, audit_logs: auditLogsView } as const

/**
 * The catalog in Glue: partitions of the table `sealed`, and the views `audit_logs` and `audit_log_versions`.
 *
 * Glue cannot compare and swap partitions: a lease, which is an object of the lake, sees to it that one publisher at a
 * time changes them, and that nobody who slept turns one back. A view needs no such care. It may be made minutes after
 * it was asked for; but the older literals are as exact, over newer partitions, as the newer ones.
 */
export function glueCatalog(options: GlueCatalogOptions): Catalog {
  const lease = catalogLease(options.objects, options.now ?? Date.now)
  return {
    async read() {
      // first: what is read after it is at least as new
      const etag = await lease.token()
      const columns = promotedColumnsOf(await tableOf(options, 'sealed'))
      const partitions = await readPartitions(options)
      return { etag, published: { columns, partitions, ...(await readViews(options, columns)) } }
    },
    // it compares and swaps the table by itself, and what it adds is never too old
    async addColumns(_read, columns) {
      await addColumns(options, 'sealed', columns.map(promotedColumnOf))
      return true
    },
    setPartitions: ({ etag, published }: ReadCatalog, generations) =>
      lease.change(etag, async change => {
        const table = await tableOf(options, 'sealed')
        await pointPartitions(options, table, generations, Object.keys(published.partitions), change)
      }),
    setView: ({ etag }: ReadCatalog, view) =>
      lease.change(etag, async () => {
        for (const [name, select] of Object.entries(VIEWS))
          await options.engine.define(`CREATE OR REPLACE VIEW ${name} AS\n${select(view)}`)
      }),
  }
}

/** What all views have come to: a publisher may have died between two of them. */
async function readViews(place: GluePlace, columns: readonly PromotedColumn[]): Promise<ViewDefinition> {
  const views = await Promise.all(Object.keys(VIEWS).map(name => findTable(place, name)))
  const { sealedThrough, openFrom } = views
    .map(view => (view && literalsOf(view)) ?? EMPTY_CATALOG)
    .reduce((earlier, literals) => (literals.sealedThrough < earlier.sealedThrough ? literals : earlier))
  const promoted = columns.filter(({ name }) => views.every(view => view && columnsOf(view).has(name)))
  return { sealedThrough, openFrom, promoted }
}
