import { savedQueries as all, consoleText, preparedText } from '@temporal-audit-lake/queries'

/**
 * The saved queries in Athena's console: as text to be run or changed, and prepared, for `EXECUTE ... USING ...`.
 */
export function savedQueries(workgroup: aws.athena.Workgroup, database: aws.glue.CatalogDatabase): void {
  for (const query of all) {
    new aws.athena.NamedQuery(`Named-${query.name}`, {
      name: query.name,
      description: query.description,
      database: database.name,
      workgroup: workgroup.name,
      query: consoleText(query),
    })
    if (query.parameters.length === 0) continue
    const { name, description, sql } = preparedText(query)
    new aws.athena.PreparedStatement(`Prepared-${query.name}`, {
      name,
      description,
      workgroup: workgroup.name,
      queryStatement: sql,
    })
  }
}
