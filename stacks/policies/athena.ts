import type { Place } from '../place.ts'
import { allow, type Statement } from './statement.ts'

/** What a question to Athena touches. */
export interface AthenaGrant {
  readonly place: Place
  readonly workgroup: string
  readonly database: string
  readonly bucketArn: string
  /** Where the workgroup leaves results, such as `athena-results/people/`. */
  readonly results: string
}

const READABLE = ['arrivals/*', 'sealed/*', 'receipts/*', 'dead-letters/*']

/** Asking questions in one workgroup, and having their results. */
export function askAthena({ place, workgroup, bucketArn, results }: AthenaGrant): Statement[] {
  const { partition, region, accountId } = place
  return [
    allow(
      'Ask',
      ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StopQueryExecution'],
      [`arn:${partition}:athena:${region}:${accountId}:workgroup/${workgroup}`],
    ),
    // as Athena's manual lists it
    allow(
      'Results',
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [`${bucketArn}/${results}*`],
    ),
    allow('FindBucket', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [bucketArn]),
  ]
}

/** Looking around in Athena's data catalog. */
export function browseCatalog({ partition, region, accountId }: Place): Statement {
  return allow(
    'BrowseCatalog',
    ['athena:GetDataCatalog', 'athena:ListDatabases', 'athena:ListTableMetadata', 'athena:GetTableMetadata'],
    [`arn:${partition}:athena:${region}:${accountId}:datacatalog/AwsDataCatalog`],
  )
}

/** Looking up the lake's tables and views. */
export function readGlue({ place, database }: AthenaGrant): Statement {
  return allow(
    'ReadCatalog',
    ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'],
    glueArns(place, database, '*'),
  )
}

/** The files of the tables. */
export function readTables(bucketArn: string): Statement {
  return allow(
    'ReadTables',
    ['s3:GetObject'],
    READABLE.map(prefix => `${bucketArn}/${prefix}`),
  )
}

/** Glue wants the catalog and the database named besides the table. */
export function glueArns({ partition, region, accountId }: Place, database: string, table: string): string[] {
  const glue = `arn:${partition}:glue:${region}:${accountId}`
  return [`${glue}:catalog`, `${glue}:database/${database}`, `${glue}:table/${database}/${table}`]
}
