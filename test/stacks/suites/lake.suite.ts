import { describe, expect, it } from 'vitest'
import { evaluate } from '../iam/evaluate.ts'
import type { Synth } from '../offline/synth.ts'
import { ofType, only } from '../stage.ts'

const BUCKETS = ['Lake', 'Raw']

export function lakeSuite(dev: () => Synth, production: () => Synth): void {
  describe('the lake', () => {
    it.each(BUCKETS)(
      'keeps versions in the bucket %s, encrypts them with our key, and shows nothing to the public',
      name => {
        expect(only(dev(), 'aws:s3/bucketVersioning:BucketVersioning', `${name}Versioning`)).toMatchObject({
          versioningConfiguration: { status: 'Enabled' },
        })
        const type = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration'
        expect(only(dev(), type, `${name}Encryption`).rules).toEqual([
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: 'aws:kms',
              kmsMasterKeyId: expect.stringMatching(/^arn:aws:kms:/),
            },
            bucketKeyEnabled: true,
          },
        ])
        const access = only(dev(), 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', `${name}PublicAccessBlock`)
        expect(access).toMatchObject({
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        })
      },
    )

    it.each(BUCKETS)('refuses plain HTTP at the bucket %s', name => {
      const policy = JSON.parse(only(dev(), 'aws:s3/bucketPolicy:BucketPolicy', `${name}Policy`).policy)
      const resource = policy.Statement[0].Resource.find((arn: string) => arn.endsWith('/*')).replace('*', 'a')
      const anybody = { principal: { type: 'AWS' as const, id: 'anybody' } }
      const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
      const over = (tls: string) =>
        evaluate([policy, { Statement: allow }], {
          action: 's3:GetObject',
          resource,
          ...anybody,
          context: { 'aws:SecureTransport': tls },
        })
      expect(over('false')).toBe('denied')
      expect(over('true')).toBe('allowed')
    })

    it('takes for good what was deleted or replaced, and results, after the days of the configuration', () => {
      const { rules } = only(production(), 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration')
      expect(rules).toMatchObject([
        { filter: { prefix: '' }, noncurrentVersionExpiration: { noncurrentDays: 90 } },
        { filter: { prefix: 'athena-results/' }, expiration: { days: 3 } },
      ])
    })

    it('lets nothing of the lake itself expire', () => {
      const { rules } = only(dev(), 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration')
      const expiring = rules.filter(({ expiration }: { expiration?: { days?: number } }) => expiration?.days)
      expect(expiring.map(({ filter }: { filter: { prefix: string } }) => filter.prefix)).toEqual(['athena-results/'])
    })

    it('locks the raw archive only when it is told to, from the start', () => {
      expect(only(dev(), 'aws:s3/bucket:Bucket', 'RawBucket').objectLockEnabled).toBe(false)
      expect(ofType(dev(), 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration')).toEqual([])
      expect(only(production(), 'aws:s3/bucket:Bucket', 'RawBucket').objectLockEnabled).toBe(true)
      const { rule } = only(production(), 'aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration')
      expect(rule).toEqual({ defaultRetention: { mode: 'COMPLIANCE', years: 7 } })
    })

    it('makes the tables, and leaves columns alone that were added since', () => {
      const tables = ofType(dev(), 'aws:glue/catalogTable:CatalogTable')
      expect(tables.map(({ name }) => name).sort()).toEqual([
        'arrivals',
        'delivered_dead_letters',
        'delivered_receipts',
        'sealed',
      ])
      for (const { inputs, options } of tables) {
        expect(inputs).toMatchObject({ databaseName: 'temporal_audit_lake_dev', tableType: 'EXTERNAL_TABLE' })
        expect(inputs.storageDescriptor.location).toMatch(/^s3:\/\/temporal-audit-lake-dev-lakebucket-\w+\/[a-z-]+\/$/)
        expect(options.ignoreChanges).toEqual(['storageDescriptor.columns'])
      }
    })

    it('answers in workgroups whose settings nobody can go around', () => {
      for (const name of ['people', 'machines', 'bi']) {
        expect(only(production(), 'aws:athena/workgroup:Workgroup', `${name}Workgroup`)).toMatchObject({
          name: `temporal-audit-lake-production-${name}`,
          configuration: {
            enforceWorkgroupConfiguration: true,
            bytesScannedCutoffPerQuery: 512 * 1024 ** 2,
            engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
            resultConfiguration: {
              outputLocation: expect.stringMatching(new RegExp(`/athena-results/${name}/$`)),
              encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: expect.stringContaining(':key/') },
            },
          },
        })
      }
    })

    it('delivers the raw archive straight from the stream, verbatim', () => {
      const { kinesisSourceConfiguration, extendedS3Configuration } = only(
        dev(),
        'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
        'RawDelivery',
      )
      expect(kinesisSourceConfiguration.kinesisStreamArn).toBe(outputOf(dev(), 'streamArn'))
      expect(extendedS3Configuration).toMatchObject({
        compressionFormat: 'GZIP',
        prefix: 'raw/!{timestamp:yyyy-MM-dd}/',
      })
      expect(extendedS3Configuration).not.toHaveProperty('processingConfiguration')
    })

    it.each([
      ['DeadLetters', 'dead-letters'],
      ['Receipts', 'receipts'],
    ])('delivers %s to where its table looks', (id, folder) => {
      const { extendedS3Configuration, serverSideEncryption } = only(
        dev(),
        'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
        id,
      )
      const table = only(dev(), 'aws:glue/catalogTable:CatalogTable', `delivered_${folder.replace('-', '_')}`)
      expect(table.storageDescriptor.location).toMatch(new RegExp(`/${folder}/$`))
      expect(extendedS3Configuration).toMatchObject({
        prefix: `${folder}/!{timestamp:yyyy-MM-dd}/`,
        fileExtension: '.ndjson.gz',
        compressionFormat: 'GZIP',
      })
      // what a Firehose could not deliver must not be read as a row
      expect(extendedS3Configuration.errorOutputPrefix).toMatch(/^firehose-errors\//)
      expect(serverSideEncryption).toMatchObject({ enabled: true })
    })
  })
}

function outputOf({ outputs }: Synth, name: string): unknown {
  return outputs[name]
}
