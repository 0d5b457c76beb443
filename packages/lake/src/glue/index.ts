export { columnDescription } from '../descriptions.ts'
export {
  arrivalGlueColumns,
  deadLetterGlueColumns,
  eventDate,
  type GlueColumn,
  receiptGlueColumns,
  sealedGlueColumns,
} from './columns.ts'
