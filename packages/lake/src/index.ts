export type { Archive } from './archive/read-archive.ts'
export { writeArchive } from './archive/write-archive.ts'
export {
  type Catalog,
  EMPTY_CATALOG,
  type PromotedColumn,
  type Published,
  type ReadCatalog,
  type ViewDefinition,
  type ViewLiterals,
} from './catalog.ts'
export { type Check, type Checked, checks, checksInAws, type Finding } from './checks/index.ts'
export type { DeliveryStream } from './delivery-stream.ts'
export { type Engine, QueryError, type QueryResult, type ResultColumn, rowObjects, type Value } from './engine.ts'
export { eventViews } from './event-views.ts'
export { type Drift, drift } from './growth/drift.ts'
export { previewPromotion, promote, setPromotionRule } from './growth/promote.ts'
export type { Promotion } from './growth/promotion.ts'
export { PROMOTION_RULE, type PromotionRule } from './growth/promotion-rule.ts'
export { type IngestOptions, type IngestPorts, ingest, UnbalancedReceiptError } from './ingest.ts'
export { LakeError } from './lake-error.ts'
export { DELIVERED, deadLettersView, receiptsView } from './ledger-views.ts'
export { type Commit, type Manifest, readManifest, type SealedDay, sealedKey, type Tombstone } from './manifest.ts'
export { objectDelivery } from './object-delivery.ts'
export type { Condition, ListedObject, ObjectStore, PutResult, StoredObject } from './object-store.ts'
export { lastClosedHour } from './open-window.ts'
export type { DayComparison } from './rebuild/compare-days.ts'
export { differs, type RebuildOptions, type RebuildPorts, type RebuildResult, rebuild } from './rebuild/rebuild.ts'
export type { RowComparer } from './rebuild/row-comparer.ts'
export { type Redriven, redrive } from './redrive.ts'
export { type CleanUpOptions, type CleanUpResult, cleanUp, GRACE_MS } from './seal/clean-up.ts'
export type { DayMerger, RowSet, StoredFile } from './seal/day-merger.ts'
export { type MergersBySize, mergerBySize } from './seal/merger-by-size.ts'
export { previewSeal, type SealOptions, type SealPorts, type SealResult, seal } from './seal/seal.ts'
