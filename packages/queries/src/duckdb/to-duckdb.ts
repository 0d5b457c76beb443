import { tokens } from './tokens.ts'
/** first cut */
export function toDuckDB(sql: string): string {
  return tokens(sql)
    .map(token => token.text)
    .join('')
}
