import { type AthenaClient, type ColumnInfo, GetQueryResultsCommand, type Row } from '@aws-sdk/client-athena'
import type { QueryResult, Value } from '../engine.ts'
import { athenaValue } from './athena-values.ts'

/** The most rows that Athena gives at once. */
const ROWS_AT_ONCE = 1_000

/** The result of a query that has succeeded: its first rows are here, the others are fetched as they are read. */
export async function fetchResult(client: AthenaClient, id: string, signal?: AbortSignal): Promise<QueryResult> {
  const first = await fetchPage(client, id, undefined, signal)
  const columns = first.infos.map(({ Name, Type }) => ({ name: Name!, type: Type! }))
  return { columns, chunks: chunksOf(client, id, first, signal) }
}

interface Page {
  readonly infos: readonly ColumnInfo[]
  readonly rows: readonly Row[]
  readonly next: string | undefined
}

async function fetchPage(client: AthenaClient, id: string, token?: string, signal?: AbortSignal): Promise<Page> {
  const command = new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: ROWS_AT_ONCE, NextToken: token })
  const { ResultSet, NextToken } = await client.send(command, { ...(signal && { abortSignal: signal }) })
  return { infos: ResultSet?.ResultSetMetadata?.ColumnInfo ?? [], rows: ResultSet?.Rows ?? [], next: NextToken }
}

async function* chunksOf(
  client: AthenaClient,
  id: string,
  first: Page,
  signal?: AbortSignal,
): AsyncIterable<readonly (readonly Value[])[]> {
  let page = { ...first, rows: withoutHeader(first) }
  for (;;) {
    if (page.rows.length > 0) yield page.rows.map(row => valuesOf(row, first.infos))
    if (page.next === undefined) return
    signal?.throwIfAborted()
    page = await fetchPage(client, id, page.next, signal)
  }
}

/** The first row of a SELECT is the columns' names; the answer to SHOW begins at once. */
function withoutHeader({ infos, rows: [first, ...others] }: Page): readonly Row[] {
  if (!first) return []
  const isHeader = infos.every(({ Name }, i) => first.Data?.[i]?.VarCharValue === Name)
  return isHeader ? others : [first, ...others]
}

function valuesOf({ Data = [] }: Row, infos: readonly ColumnInfo[]): Value[] {
  // the answer to DESCRIBE has all its columns in one cell, with tabs between
  const isOneText = Data.length === 1 && infos.length > 1
  const cells = isOneText
    ? Data[0]!.VarCharValue!.split('\t').map(cell => cell.trim())
    : Data.map(cell => cell.VarCharValue)
  return infos.map(({ Type }, i) => athenaValue(cells[i], Type!))
}
