import type { Operation } from '../operation.ts'
import {
  getDatabase,
  getDataCatalog,
  getTableMetadata,
  listDatabases,
  listDataCatalogs,
  listTableMetadata,
} from './catalog.ts'
import {
  batchGetQueryExecution,
  getQueryExecution,
  listQueryExecutions,
  startQueryExecution,
  stopQueryExecution,
} from './executions.ts'
import { getQueryResults } from './results.ts'
import {
  batchGetNamedQuery,
  getNamedQuery,
  getPreparedStatement,
  listNamedQueries,
  listPreparedStatements,
} from './saved-queries.ts'
import { getWorkGroup, listWorkGroups } from './work-groups.ts'

/** The operations of the Athena API that ask; those that change something are none of a reader's. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    BatchGetNamedQuery: batchGetNamedQuery,
    BatchGetQueryExecution: batchGetQueryExecution,
    GetDataCatalog: getDataCatalog,
    GetDatabase: getDatabase,
    GetNamedQuery: getNamedQuery,
    GetPreparedStatement: getPreparedStatement,
    GetQueryExecution: getQueryExecution,
    GetQueryResults: getQueryResults,
    GetTableMetadata: getTableMetadata,
    GetWorkGroup: getWorkGroup,
    ListDataCatalogs: listDataCatalogs,
    ListDatabases: listDatabases,
    ListNamedQueries: listNamedQueries,
    ListPreparedStatements: listPreparedStatements,
    ListQueryExecutions: listQueryExecutions,
    ListTableMetadata: listTableMetadata,
    ListWorkGroups: listWorkGroups,
    StartQueryExecution: startQueryExecution,
    StopQueryExecution: stopQueryExecution,
  }),
)
