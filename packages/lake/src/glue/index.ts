export {
  arrivalGlueColumns,
  deadLetterGlueColumns,
  eventDate,
  type GlueColumn,
  receiptGlueColumns,
  sealedGlueColumns,
} from './columns.ts'
