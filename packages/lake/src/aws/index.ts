export {
  type AthenaEngine,
  type AthenaEngineOptions,
  type AthenaResult,
  type AthenaRun,
  athenaEngine,
} from './athena-engine.ts'
export type { AthenaPlace } from './athena-execution.ts'
export { type AthenaMergerOptions, athenaMerger } from './athena-merger.ts'
export { clientSettings } from './client-settings.ts'
export { type FirehoseDeliveryOptions, firehoseDelivery } from './firehose-delivery.ts'
export { type GlueCatalogOptions, glueCatalog } from './glue-catalog.ts'
export { addColumns, commentColumns, type GluePlace } from './glue-tables.ts'
export { type S3StoreOptions, s3Store } from './s3-store.ts'
export { dropLeftTables } from './temporary-tables.ts'
