import { describe, expect, it } from 'vitest'
import { type AnyStatement, type Call, evaluate } from './evaluate.ts'

const BUCKET = 'arn:aws:s3:::lake'

function decide(statements: readonly AnyStatement[], call: Call) {
  return evaluate([{ Statement: statements }], call)
}

describe('evaluate', () => {
  it.each([
    ['s3:PutObject', `${BUCKET}/arrivals/*`, 's3:PutObject', `${BUCKET}/arrivals/a/b.parquet`, 'allowed'],
    ['s3:PutObject', `${BUCKET}/arrivals/*`, 's3:PutObject', `${BUCKET}/late/a.parquet`, 'denied'],
    ['s3:PutObject', `${BUCKET}/*`, 's3:PutObject', `${BUCKET}-of-another/a`, 'denied'],
    ['s3:Put*', '*', 's3:PutObject', `${BUCKET}/a`, 'allowed'],
    ['s3:putobject', '*', 's3:PutObject', `${BUCKET}/a`, 'allowed'],
    ['s3:PutObject', '*', 's3:PutObjectAcl', `${BUCKET}/a`, 'denied'],
  ])('%s on %s: %s on %s is %4$s', (Action, Resource, action, resource, expected) => {
    expect(decide([{ Effect: 'Allow', Action, Resource }], { action, resource })).toBe(expected)
  })

  it('lets a statement that denies beat all that allow', () => {
    const allows = { Effect: 'Allow', Action: '*', Resource: '*' }
    const denies = { ...allows, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }
    const call = { action: 's3:GetObject', resource: `${BUCKET}/a` }
    expect(decide([allows, denies], { ...call, context: { 'aws:SecureTransport': 'false' } })).toBe('denied')
    expect(decide([allows, denies], { ...call, context: { 'aws:SecureTransport': 'true' } })).toBe('allowed')
  })

  it('fails a condition whose key the call does not have', () => {
    const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { key: 'value' } } }
    const call = { action: 'a:B', resource: 'c' }
    expect(decide([statement], call)).toBe('denied')
    expect(decide([statement], { ...call, context: { key: 'value' } })).toBe('allowed')
  })

  it('refuses to guess what an operator means that it does not know', () => {
    const statement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '1.2.3.4/32' } },
    }
    expect(() => decide([statement], { action: 'a:B', resource: 'c' })).toThrow('IpAddress')
  })

  it('takes the root of an account for everybody in it, and nobody else', () => {
    const Principal = { AWS: 'arn:aws:iam::111122223333:root' }
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal }
    const from = (id: string) =>
      decide([trust], { action: 'sts:AssumeRole', resource: '', principal: { type: 'AWS', id } })
    expect(from('arn:aws:iam::111122223333:role/any')).toBe('allowed')
    expect(from('arn:aws:iam::444455556666:role/any')).toBe('denied')
  })
})
