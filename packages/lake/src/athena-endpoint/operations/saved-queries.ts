import { consoleText, type PreparedText, preparedText, type SavedQuery } from '@temporal-audit-lake/queries'
import { checkWorkGroup, invalidRequest, type Operation, pageOf, type Service, WORKGROUP } from '../operation.ts'

/** A saved query has its name for an id. */
export const listNamedQueries: Operation = (input, { savedQueries }) => {
  checkWorkGroup(input)
  const { page, token } = pageOf(input, savedQueries, 50)
  return { NamedQueryIds: page.map(({ name }) => name), ...token }
}

export const getNamedQuery: Operation = (input, service) => {
  const id = input.text('NamedQueryId')
  const query = service.savedQueries.find(({ name }) => name === id)
  if (!query) throw invalidRequest(`there is no named query ${id}: ListNamedQueries names them`)
  return { NamedQuery: namedQuery(query, service) }
}

export const batchGetNamedQuery: Operation = (input, service) => {
  const ids = input.texts('NamedQueryIds', 50)
  const found = service.savedQueries.filter(({ name }) => ids.includes(name))
  const unknown = ids.filter(id => !found.some(({ name }) => name === id))
  return {
    NamedQueries: found.map(query => namedQuery(query, service)),
    UnprocessedNamedQueryIds: unknown.map(id => ({ NamedQueryId: id, ErrorCode: 'INVALID_INPUT' })),
  }
}

function namedQuery(query: SavedQuery, { database }: Service): object {
  return {
    NamedQueryId: query.name,
    Name: query.name,
    Description: query.description,
    Database: database,
    QueryString: consoleText(query),
    WorkGroup: WORKGROUP,
  }
}

export const listPreparedStatements: Operation = (input, { savedQueries }) => {
  checkWorkGroup(input)
  const { page, token } = pageOf(input, savedQueries, 50)
  return { PreparedStatements: page.map(query => ({ StatementName: preparedText(query).name })), ...token }
}

export const getPreparedStatement: Operation = (input, service) => {
  checkWorkGroup(input)
  const wanted = input.text('StatementName')
  const prepared = preparedStatements(service).find(({ name }) => name === wanted)
  if (!prepared) throw invalidRequest(`there is no prepared statement ${wanted}: ListPreparedStatements names them`)
  const { name, description, sql } = prepared
  const statement = { StatementName: name, QueryStatement: sql, WorkGroupName: WORKGROUP, Description: description }
  return { PreparedStatement: statement }
}

function preparedStatements({ savedQueries }: Service): PreparedText[] {
  return savedQueries.map(preparedText)
}
