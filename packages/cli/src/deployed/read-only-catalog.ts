import { GlueClient } from '@aws-sdk/client-glue'
import type { Catalog, ObjectStore } from '@temporal-audit-lake/lake'
import { glueCatalog } from '@temporal-audit-lake/lake/aws'
import type { StageNames } from '@temporal-audit-lake/lake/deployment'
import type { Aws } from './aws.ts'

/** What is published of a stage, for who only reads it: its function alone publishes. */
export function readOnlyCatalog(
  aws: Aws,
  { database }: Pick<StageNames, 'database'>,
  objects: ObjectStore,
): Pick<Catalog, 'read'> {
  return glueCatalog({ client: aws.client(GlueClient), database, objects, engine: NO_ENGINE })
}

const NO_ENGINE = {
  define: () => Promise.reject(new Error('who only reads a catalog defines no view')),
}
