export { columns } from './table.ts'
export { transform } from './transform.ts'
