import { bi } from './bi.ts'
import { bucket } from './bucket.ts'
import type { Configuration } from './configuration.ts'
import { type GlueTable, glueTables } from './glue/tables.ts'
import { databaseName, type Place } from './place.ts'
import { readerPolicy } from './policies/reader.ts'
import { savedQueries } from './saved-queries.ts'
import { resultsOf, workgroup } from './workgroup.ts'

/** Where the table lives, and who answers questions about it. */
export interface Lake {
  readonly bucket: sst.aws.Bucket
  readonly database: string
  readonly tables: readonly aws.glue.CatalogTable[]
  /** For people and BI tools. */
  readonly people: aws.athena.Workgroup
  /** For the sealer's views and for reports. */
  readonly machines: aws.athena.Workgroup
}

/** The bucket, the tables over it, the workgroups that answer, the saved queries, and the policies for readers. */
export function lake(configuration: Configuration, place: $util.Output<Place>, key: aws.kms.Key): Lake {
  const files = bucket('Lake', key)
  keepFor(files, configuration)
  const database = new aws.glue.CatalogDatabase('Database', {
    name: databaseName($app.name, $app.stage),
    description: 'The audit log of Temporal Cloud: ask the view audit_logs',
  })
  const tables = glueTables(path => $interpolate`s3://${files.name}/${path}`).map(definition =>
    table(database, definition),
  )
  const people = workgroup('people', configuration, files, key)
  const machines = workgroup('machines', configuration, files, key)
  savedQueries(people, database)
  new aws.iam.Policy('Reader', {
    description: 'Attach it to whoever may ask the audit log questions',
    policy: $jsonStringify(
      $resolve({ place, workgroup: people.name, bucketArn: files.arn, keyArn: key.arn }).apply(names =>
        readerPolicy({ ...names, database: databaseName($app.name, $app.stage), results: resultsOf('people') }),
      ),
    ),
  })
  bi(configuration, place, { files, key })
  return { bucket: files, database: databaseName($app.name, $app.stage), tables, people, machines }
}

function table(database: aws.glue.CatalogDatabase, definition: GlueTable<$util.Output<string>>): aws.glue.CatalogTable {
  return new aws.glue.CatalogTable(
    definition.name,
    { ...definition, databaseName: database.name, tableType: 'EXTERNAL_TABLE' },
    // columns that were promoted since, and are not in the code, stay
    { ignoreChanges: ['storageDescriptor.columns'] },
  )
}

const DAYS_TO_COMPLETE_UPLOAD = 7

/** What was deleted or replaced goes for good after a while, and so do results of queries. */
function keepFor(files: sst.aws.Bucket, { keepDeletedDays, athena }: Configuration): void {
  new aws.s3.BucketLifecycleConfiguration('LakeLifecycle', {
    bucket: files.name,
    rules: [
      {
        id: 'deleted-and-replaced',
        status: 'Enabled',
        filter: { prefix: '' },
        noncurrentVersionExpiration: { noncurrentDays: keepDeletedDays },
        expiration: { expiredObjectDeleteMarker: true },
        abortIncompleteMultipartUpload: { daysAfterInitiation: DAYS_TO_COMPLETE_UPLOAD },
      },
      {
        id: 'results',
        status: 'Enabled',
        filter: { prefix: 'athena-results/' },
        expiration: { days: athena.keepResultsDays },
      },
    ],
  })
}
