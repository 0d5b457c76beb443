import { type Catalog, EMPTY_CATALOG, type ReadCatalog, type ViewLiterals } from '../catalog.ts'
import type { ObjectStore } from '../object-store.ts'
import { auditLogsView, auditLogVersionsView } from '../views.ts'
import type { AthenaEngine } from './athena-engine.ts'
import { catalogLease } from './catalog-lease.ts'
import { pointPartitions, readPartitions } from './glue-partitions.ts'
import { findTable, type GluePlace, tableOf } from './glue-tables.ts'
import { literalsOf } from './published-view.ts'

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
      return { etag, published: { partitions: await readPartitions(options), ...(await readLiterals(options)) } }
    },
    setPartitions: ({ etag, published }: ReadCatalog, generations) =>
      lease.change(etag, async change => {
        const table = await tableOf(options, 'sealed')
        await pointPartitions(options, table, generations, Object.keys(published.partitions), change)
      }),
    setView: ({ etag }: ReadCatalog, literals) =>
      lease.change(etag, async () => {
        for (const [name, select] of Object.entries(VIEWS))
          await options.engine.define(`CREATE OR REPLACE VIEW ${name} AS\n${select(literals)}`)
      }),
  }
}

/** The literals that all views have come to: a publisher may have died between two of them. */
async function readLiterals(place: GluePlace): Promise<ViewLiterals> {
  const views = await Promise.all(Object.keys(VIEWS).map(name => findTable(place, name)))
  const { sealedThrough, openFrom } = EMPTY_CATALOG
  return views
    .map(view => (view && literalsOf(view)) ?? { sealedThrough, openFrom })
    .reduce((earlier, literals) => (literals.sealedThrough < earlier.sealedThrough ? literals : earlier))
}
