import { AwsError, type Input } from '@temporal-audit-lake/http'
import type { DescribedColumn, DescribedTable } from '../described-tables.ts'
import { checkWorkGroup, invalidRequest, type Operation, pageOf, type Service } from '../operation.ts'
import { namesLike } from '../statements/names-like.ts'
import { isDatabase } from '../statements/statement.ts'

export const listDataCatalogs: Operation = (input, { catalog }) => {
  const { page, token } = pageOf(input, [{ CatalogName: catalog, Type: 'GLUE' }], 50)
  return { DataCatalogsSummary: page, ...token }
}

export const getDataCatalog: Operation = (input, service) => {
  checkCatalog(input, service, 'Name')
  return { DataCatalog: { Name: service.catalog, Type: 'GLUE' } }
}

export const listDatabases: Operation = (input, service) => {
  checkCatalog(input, service)
  const { page, token } = pageOf(input, [described(service)], 50)
  return { DatabaseList: page, ...token }
}

export const getDatabase: Operation = (input, service) => {
  checkPlace(input, service)
  return { Database: described(service) }
}

export const listTableMetadata: Operation = async (input, service) => {
  checkPlace(input, service)
  const wanted = matcher(input)
  const tables = (await service.tables()).filter(({ name }) => wanted(name))
  const { page, token } = pageOf(input, tables, 50)
  return { TableMetadataList: page.map(metadata), ...token }
}

export const getTableMetadata: Operation = async (input, service) => {
  checkPlace(input, service)
  const name = input.text('TableName').toLowerCase()
  const table = (await service.tables()).find(table => table.name === name)
  if (!table) throw notThere(`Table ${name} not found`)
  return { TableMetadata: metadata(table) }
}

function described({ database }: Service): object {
  return { Name: database, Description: 'The audit log of Temporal Cloud: ask the view audit_logs' }
}

function checkPlace(input: Input, service: Service): void {
  checkWorkGroup(input)
  checkCatalog(input, service)
  const database = input.text('DatabaseName')
  if (!isDatabase(database, service)) throw notThere(`Database ${database} not found: there is ${service.database}`)
}

function checkCatalog(input: Input, { catalog }: Service, name = 'CatalogName'): void {
  const given = input.text(name)
  if (given.toLowerCase() !== catalog.toLowerCase())
    throw invalidRequest(`there is no data catalog ${given}: there is ${catalog}`)
}

/** Athena's MetadataException carries the catalog's own error in its text, where drivers look for it. */
function notThere(message: string): AwsError {
  const cause = 'Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: none'
  return new AwsError('MetadataException', `${message} (${cause})`)
}

const MOST_PATTERN = 256

function matcher(input: Input): (name: string) => boolean {
  return input.has('Expression') ? namesLike(input.text('Expression', MOST_PATTERN)) : () => true
}

function metadata({ name, isView, comment, columns }: DescribedTable): object {
  return {
    Name: name,
    TableType: isView ? 'VIRTUAL_VIEW' : 'EXTERNAL_TABLE',
    Columns: columns.filter(({ isPartitionKey }) => !isPartitionKey).map(columnOf),
    PartitionKeys: columns.filter(({ isPartitionKey }) => isPartitionKey).map(columnOf),
    Parameters: { comment },
  }
}

function columnOf({ name, glueType, comment }: DescribedColumn): object {
  return { Name: name, Type: glueType, Comment: comment }
}
