import type { GlueClient } from '@aws-sdk/client-glue'
import { deadLettersView, eventViews, receiptsView } from '@temporal-audit-lake/lake'
import { type AthenaEngine, addColumns } from '@temporal-audit-lake/lake/aws'
import { arrivalGlueColumns, type GlueColumn, sealedGlueColumns } from '@temporal-audit-lake/lake/glue'
import { athenaDialect } from '@temporal-audit-lake/queries'
import { logger } from './logger.ts'

/** What is prepared. */
export interface PreparedCatalog {
  readonly client: GlueClient
  readonly database: string
  readonly engine: Pick<AthenaEngine, 'define'>
}

/**
 * Brings the catalog to what this code knows: columns that are new in it, and the views that have no literals.
 *
 * The stacks make the tables and leave their columns alone from then on, since columns are also added at other times.
 */
export async function prepareCatalog({ engine, ...glue }: PreparedCatalog): Promise<void> {
  const added = {
    arrivals: await addColumns(glue, 'arrivals', arrivalGlueColumns.map(columnInput)),
    sealed: await addColumns(glue, 'sealed', sealedGlueColumns.map(columnInput)),
  }
  await engine.define(`CREATE OR REPLACE VIEW receipts AS\n${receiptsView()}`)
  await engine.define(`CREATE OR REPLACE VIEW dead_letters AS\n${deadLettersView()}`)
  logger.info('the catalog is prepared', { added })
}

/** Makes the views over `audit_logs`, which must be there: the first seal makes it. */
export async function prepareEventViews(engine: PreparedCatalog['engine']): Promise<void> {
  for (const [name, select] of Object.entries(eventViews))
    await engine.define(`CREATE OR REPLACE VIEW ${name} AS\n${select(athenaDialect)}`)
}

function columnInput({ name, type, comment }: GlueColumn) {
  return { Name: name, Type: type, Comment: comment }
}
