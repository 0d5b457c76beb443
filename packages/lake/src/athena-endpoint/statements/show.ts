import { tokensOf } from '@temporal-audit-lake/queries'
import { QueryError, type QueryResult } from '../../engine.ts'
import type { DescribedTable } from '../described-tables.ts'
import { namesLike } from './names-like.ts'

/** What SHOW and DESCRIBE are answered from. */
export interface Shown {
  readonly database: string
  readonly tables: readonly DescribedTable[]
}

type Answer = (words: readonly string[], shown: Shown) => QueryResult

/** What each begins with. */
const ANSWERS: readonly (readonly [begin: string, answer: Answer])[] = [
  ['SHOW DATABASES', showDatabases],
  ['SHOW SCHEMAS', showDatabases],
  ['SHOW TABLES', (words, shown) => namesOf('tab_name', words, shown, shown.tables)],
  ['SHOW VIEWS', (words, shown) => namesOf('views', words, shown, viewsOf(shown))],
  ['SHOW COLUMNS', showColumns],
  ['DESCRIBE', describe],
  ['DESC', describe],
]

/** Whether a text asks for names instead of rows. */
export function isShow(text: string): boolean {
  return /^(SHOW|DESCRIBE|DESC)$/i.test(wordsOf(text)[0] ?? '')
}

/**
 * Answers SHOW and DESCRIBE, as far as drivers and tools ask them, in the form in which Athena does.
 *
 * @throws QueryError for another one, or a table or database that is not there
 */
export function show(text: string, shown: Shown): QueryResult {
  const words = wordsOf(text)
  const begins = (begin: string) => begin.split(' ').every((word, i) => words[i]?.toUpperCase() === word)
  const [begin, answer] = ANSWERS.find(([begin]) => begins(begin)) ?? []
  if (answer === undefined)
    throw new QueryError(`of this kind, ${ANSWERS.map(([begin]) => begin).join(', ')} are answered here`)
  return answer(words.slice(begin!.split(' ').length), shown)
}

/** Without blanks, comments, quotes around names, and the semicolon at the end. */
function wordsOf(text: string): string[] {
  const tokens = tokensOf(text).filter(({ kind, text }) => kind !== 'space' && kind !== 'comment' && text !== '`')
  const words = tokens.map(({ kind, text }) => (kind === 'quoted' ? text.slice(1, -1) : text))
  return words.at(-1) === ';' ? words.slice(0, -1) : words
}

function showDatabases(words: readonly string[], { database }: Shown): QueryResult {
  return result('database_name', [database].filter(matcher(words.at(-1))))
}

function viewsOf({ tables }: Shown): readonly DescribedTable[] {
  return tables.filter(({ isView }) => isView)
}

/** `[IN database] ['pattern']` */
function namesOf(
  column: string,
  words: readonly string[],
  shown: Shown,
  tables: readonly DescribedTable[],
): QueryResult {
  checkDatabase(words, shown)
  return result(column, tables.map(({ name }) => name).filter(matcher(words.at(-1))))
}

function checkDatabase(words: readonly string[], { database }: Shown): void {
  const at = words.findIndex(word => /^(IN|FROM)$/i.test(word))
  if (at < 0) return
  const name = words[at + 2] === '.' ? words[at + 3] : words[at + 1]
  if (name?.toLowerCase() !== database) throw new QueryError(`there is no database ${name ?? ''}: there is ${database}`)
}

/** The pattern at the end, if there is one. */
function matcher(word: string | undefined): (name: string) => boolean {
  const pattern = /^'(.*)'$/s.exec(word ?? '')?.[1]
  return pattern === undefined ? () => true : namesLike(pattern)
}

/** `FROM [database.]table`, or `FROM table FROM database` */
function showColumns([, ...words]: readonly string[], shown: Shown): QueryResult {
  return result(
    'field',
    tableOf(words, shown).columns.map(({ name }) => padded(name)),
  )
}

/** One text for each column, as Hive writes it: padded, with tabs between. */
function describe(words: readonly string[], shown: Shown): QueryResult {
  const table = tableOf(
    words.filter(word => !/^(EXTENDED|FORMATTED)$/i.test(word)),
    shown,
  )
  const lines = table.columns.map(({ name, glueType, comment }) => [name, glueType, comment].map(padded).join('\t'))
  const { chunks } = result('', lines)
  return { columns: ['col_name', 'data_type', 'comment'].map(name => ({ name, type: 'VARCHAR' })), chunks }
}

function padded(text: string): string {
  return text.padEnd(20)
}

function tableOf(words: readonly string[], { tables }: Shown): DescribedTable {
  const parts = words.slice(0, words.findIndex(word => /^(FROM|IN)$/i.test(word)) >>> 0).filter(word => word !== '.')
  const table = tables.find(({ name }) => name === parts.at(-1)?.toLowerCase())
  if (!table) throw new QueryError(`there is no table ${parts.join('.')}: SHOW TABLES names them`)
  return table
}

function result(column: string, texts: readonly string[]): QueryResult {
  async function* chunks() {
    if (texts.length > 0) yield texts.map(text => [text])
  }
  return { columns: [{ name: column, type: 'VARCHAR' }], chunks: chunks() }
}
