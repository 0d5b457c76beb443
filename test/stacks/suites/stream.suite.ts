import { describe, expect, it } from 'vitest'
import { evaluate } from '../iam/evaluate.ts'
import { ACCOUNT } from '../offline/provider.ts'
import type { Synth } from '../offline/synth.ts'
import { ofType, only } from '../stage.ts'

const FOUR_ACTIONS = [
  'kinesis:PutRecord',
  'kinesis:PutRecords',
  'kinesis:DescribeStreamSummary',
  'kinesis:UpdateShardCount',
]

export function streamSuite(dev: () => Synth, production: () => Synth): void {
  describe('the stream', () => {
    it('has a shard, seven days and our key, unless it is told otherwise', () => {
      expect(only(dev(), 'aws:kinesis/stream:Stream')).toMatchObject({
        name: 'temporal-audit-lake-dev-stream',
        streamModeDetails: { streamMode: 'PROVISIONED' },
        shardCount: 1,
        retentionPeriod: 168,
        encryptionType: 'KMS',
        kmsKeyId: expect.stringMatching(/^arn:aws:kms:/),
      })
      const onDemand = only(production(), 'aws:kinesis/stream:Stream')
      expect(onDemand).toMatchObject({ streamModeDetails: { streamMode: 'ON_DEMAND' }, retentionPeriod: 720 })
      expect(onDemand).not.toHaveProperty('shardCount')
    })

    it("leaves a number of shards alone that Temporal's role has changed", () => {
      const [stream] = ofType(dev(), 'aws:kinesis/stream:Stream')
      expect(stream!.options.ignoreChanges).toContain('shardCount')
    })

    it("makes no role where Temporal's own template makes it", () => {
      expect(ofType(dev(), 'aws:iam/role:Role').map(({ name }) => name)).not.toContain('TemporalWriter')
    })

    it("lets Temporal's principals in under the external id, and nobody else", () => {
      const { name, assumeRolePolicy } = only(production(), 'aws:iam/role:Role', 'TemporalWriter')
      expect(name).toBe('temporal-audit-logs')
      const trust = [JSON.parse(assumeRolePolicy)]
      const assume = (id: string, context = {}) =>
        evaluate(trust, { action: 'sts:AssumeRole', resource: '', principal: { type: 'AWS', id }, context })
      const externalId = { 'sts:ExternalId': 'an-external-id' }
      expect(assume('arn:aws:iam::444455556666:role/delivery', externalId)).toBe('allowed')
      expect(assume('arn:aws:iam::777788889999:role/delivery', externalId)).toBe('allowed')
      expect(assume('arn:aws:iam::444455556666:role/delivery')).toBe('denied')
      expect(assume('arn:aws:iam::444455556666:role/delivery', { 'sts:ExternalId': 'of another' })).toBe('denied')
      expect(assume('arn:aws:iam::444455556666:role/other', externalId)).toBe('denied')
      expect(assume(`arn:aws:iam::${ACCOUNT}:root`, externalId)).toBe('denied')
    })

    it("lets them do Temporal's four actions on this stream, and encrypt with this key", () => {
      const { inlinePolicies } = only(production(), 'aws:iam/role:Role', 'TemporalWriter')
      const policy = JSON.parse(inlinePolicies[0].policy)
      const streamArn = `arn:aws:kinesis:eu-central-1:${ACCOUNT}:stream/temporal-audit-lake-production-stream`
      expect(policy.Statement).toEqual([
        { Sid: 'Write', Effect: 'Allow', Action: FOUR_ACTIONS, Resource: [streamArn] },
        {
          Sid: 'Encrypt',
          Effect: 'Allow',
          Action: ['kms:GenerateDataKey'],
          Resource: [expect.stringContaining(':key/')],
        },
      ])
    })

    it('lets the role of that name use the key through Kinesis, whoever made it, and no other way', () => {
      const key = [JSON.parse(only(dev(), 'aws:kms/key:Key').policy)]
      const encrypt = (role: string, change: object = {}, action = 'kms:GenerateDataKey') => {
        const id = `arn:aws:iam::${ACCOUNT}:role/${role}`
        const context = {
          'kms:CallerAccount': ACCOUNT,
          'kms:ViaService': 'kinesis.us-east-1.amazonaws.com',
          'aws:PrincipalArn': id,
          ...change,
        }
        // not by the account's own statement, which IAM policies stand behind
        const withoutAccount = key.map(policy => ({
          Statement: policy.Statement.filter(({ Sid }: { Sid: string }) => Sid !== 'Account'),
        }))
        return evaluate(withoutAccount, { action, resource: 'key', principal: { type: 'AWS', id }, context })
      }
      expect(encrypt('temporal-audit-logs')).toBe('allowed')
      expect(encrypt('temporal-audit-logs', {}, 'kms:Decrypt')).toBe('denied')
      expect(encrypt('temporal-audit-logs', { 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe('denied')
      expect(encrypt('temporal-audit-logs', { 'kms:CallerAccount': '444455556666' })).toBe('denied')
      expect(encrypt('another')).toBe('denied')
    })

    it('rotates the key', () => {
      expect(only(dev(), 'aws:kms/key:Key')).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 })
    })
  })
}
