export { clientIpBehind } from './client-ip.ts'
export { type CutArchive, cutArchive } from './cut-archive.ts'
export { type DeadLetter, payloadOf } from './dead-letter.ts'
export type { Reason } from './decode.ts'
export { parseTimestamp } from './emit-time.ts'
export { deaggregate } from './kpl.ts'
export { deadLetterColumns, type LedgerColumn, ledgerLine, receiptColumns } from './ledger.ts'
export { isBalanced, type Receipt } from './receipt.ts'
export { compareSequenceNumbers, type SourceRecord } from './source-record.ts'
export { type Cell, type Column, type ColumnGroup, type ColumnType, columns } from './table.ts'
export {
  arrivalKey,
  type DataFile,
  lateKey,
  type TransformOptions,
  type TransformResult,
  transform,
} from './transform.ts'
