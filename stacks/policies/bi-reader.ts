import { askAthena, browseCatalog, readGlue, readTables } from './athena.ts'
import type { ReaderGrant } from './reader.ts'
import { allow, type Policy, policy } from './statement.ts'

/**
 * What a BI tool needs: to be attached to the role or user that it comes with.
 *
 * The drivers of Athena (JDBC, ODBC, PyAthena, QuickSight) also look around, in lists that know no resources: names of
 * workgroups, catalogs and databases can be seen, what is in them cannot.
 */
export function biReaderPolicy(grant: ReaderGrant): Policy {
  const { partition, region, accountId } = grant.place
  return policy(
    ...askAthena(grant),
    allow(
      'FollowQueries',
      [
        'athena:GetWorkGroup',
        'athena:BatchGetQueryExecution',
        'athena:ListQueryExecutions',
        'athena:GetQueryResultsStream',
      ],
      [`arn:${partition}:athena:${region}:${accountId}:workgroup/${grant.workgroup}`],
    ),
    allow('LookAround', ['athena:ListWorkGroups', 'athena:ListDataCatalogs'], ['*']),
    browseCatalog(grant.place),
    allow(
      'NameDatabases',
      ['glue:GetDatabases'],
      ['catalog', 'database/*'].map(part => `arn:${partition}:glue:${region}:${accountId}:${part}`),
    ),
    readGlue(grant),
    readTables(grant.bucketArn),
    allow('Crypt', ['kms:Decrypt', 'kms:GenerateDataKey'], [grant.keyArn]),
  )
}
