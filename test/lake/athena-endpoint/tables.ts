import { relationNames } from '../../../packages/lake/src/local/index.ts'

/** What is files, as drivers tell tables from views; in the order of the alphabet, as they are listed. */
export const TABLES: readonly string[] = ['arrivals', 'sealed']

export const VIEWS: readonly string[] = relationNames.filter(name => !TABLES.includes(name)).sort()
