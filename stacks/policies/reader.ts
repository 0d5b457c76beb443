import { type AthenaGrant, askAthena, browseCatalog, readGlue, readTables } from './athena.ts'
import { allow, type Policy, policy } from './statement.ts'

export interface ReaderGrant extends AthenaGrant {
  readonly keyArn: string
}

/**
 * What a person or a BI tool needs to ask questions: to be attached to their roles.
 *
 * Athena writes results with the credentials of who asks, so reading takes a permission to write there.
 */
export function readerPolicy(grant: ReaderGrant): Policy {
  const { partition, region, accountId } = grant.place
  const athena = `arn:${partition}:athena:${region}:${accountId}`
  return policy(
    ...askAthena(grant),
    allow(
      'SavedQueries',
      [
        'athena:GetWorkGroup',
        'athena:ListNamedQueries',
        'athena:GetNamedQuery',
        'athena:ListPreparedStatements',
        'athena:GetPreparedStatement',
      ],
      [`${athena}:workgroup/${grant.workgroup}`],
    ),
    browseCatalog(grant.place),
    readGlue(grant),
    readTables(grant.bucketArn),
    allow('Crypt', ['kms:Decrypt', 'kms:GenerateDataKey'], [grant.keyArn]),
  )
}
