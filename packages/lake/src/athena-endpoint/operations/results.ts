import { invalidRequest, type Operation, placeOf } from '../operation.ts'
import { athenaType } from '../results/athena-type.ts'
import type { TextCell } from '../results/csv.ts'
import { readRows } from '../results/result-file.ts'
import { executionOf } from './executions.ts'

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html */
const MOST_ROWS = 1000

export const getQueryResults: Operation = async (input, service) => {
  const { id, state, result } = executionOf(input, service)
  if (state !== 'SUCCEEDED')
    throw invalidRequest(`Query has not yet finished, or did not finish successfully. Current state: ${state}`)
  if (!result) throw invalidRequest(`the result of ${id} gave way to newer ones: run the query again`)
  const from = placeOf(input)
  const rows = await readRows(result, from, input.optionalInteger('MaxResults', 1, MOST_ROWS, MOST_ROWS))
  const next = from + rows.length
  return {
    UpdateCount: 0,
    ResultSet: { Rows: rows.map(rowOf), ResultSetMetadata: { ColumnInfo: result.columns.map(infoOf) } },
    ...(next < result.rows && { NextToken: String(next) }),
  }
}

function rowOf(cells: readonly TextCell[]): object {
  return { Data: cells.map(cell => (cell === null ? {} : { VarCharValue: cell })) }
}

function infoOf(column: { readonly name: string; readonly type: string }): object {
  const { name, precision, scale } = athenaType(column.type)
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: column.name,
    Label: column.name,
    Type: name,
    Precision: precision,
    Scale: scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: name === 'varchar',
  }
}
