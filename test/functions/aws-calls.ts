import type { Seen } from '../lake/aws/fault-proxy.ts'
import { type AnyPolicy, type Call, evaluate } from '../stacks/iam/evaluate.ts'

/** Where calls were made: what is in an ARN besides the resource. */
export interface Account {
  readonly region: string
  readonly accountId: string
}

/**
 * What IAM is asked about a request: an action, and the resource that it is on. Glue asks about several at once.
 *
 * @throws Error for a request that nobody has said the permission of
 */
function callsOf({ method, path, target, body }: Seen, { region, accountId }: Account): Call[] {
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`
  if (target) {
    const operation = target.split('.')[1]!
    const input = JSON.parse(body)
    if (target.startsWith('Firehose_'))
      return [
        { action: `firehose:${operation}`, resource: arn('firehose', `deliverystream/${input.DeliveryStreamName}`) },
      ]
    if (target.startsWith('AmazonAthena.'))
      // the others name a query, which IAM looks up the workgroup of
      return [{ action: `athena:${operation}`, resource: arn('athena', `workgroup/${input.WorkGroup ?? '?'}`) }]
    if (target.startsWith('AWSGlue.')) {
      const table = input.TableName ?? input.Name ?? input.Expression ?? input.TableInput.Name
      const parts = ['catalog', `database/${input.DatabaseName}`, `table/${input.DatabaseName}/${table}`]
      return parts.map(part => ({ action: `glue:${operation}`, resource: arn('glue', part) }))
    }
    if (target.startsWith('AmazonSSM.'))
      return [{ action: `ssm:${operation}`, resource: arn('ssm', `parameter${input.Name}`) }]
    if (target.startsWith('Kinesis_'))
      return [{ action: `kinesis:${operation}`, resource: arn('kinesis', `stream/${input.StreamName}`) }]
    if (target.startsWith('AmazonSQS.'))
      return [{ action: `sqs:${operation}`, resource: arn('sqs', input.QueueUrl.split('/').at(-1)) }]
    if (target.startsWith('GraniteService')) return [{ action: `cloudwatch:${operation}`, resource: '*' }]
    throw new Error(`what permission does ${target} need?`)
  }
  const form = new URLSearchParams(body)
  if (form.has('TopicArn')) return [{ action: `sns:${form.get('Action')}`, resource: form.get('TopicArn')! }]
  const [, functionName] = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(path) ?? []
  if (functionName) return [{ action: 'lambda:InvokeFunction', resource: arn('lambda', `function:${functionName}`) }]
  const [, mapping] = /^\/2015-03-31\/event-source-mappings\/([^/]+)/.exec(path) ?? []
  if (mapping)
    return [{ action: 'lambda:GetEventSourceMapping', resource: arn('lambda', `event-source-mapping:${mapping}`) }]
  const [, schedule] = /^\/schedules\/([^/?]+)/.exec(path) ?? []
  if (schedule) return [{ action: 'scheduler:GetSchedule', resource: arn('scheduler', `schedule/default/${schedule}`) }]
  return [s3Call(method, path)]
}

/** What was asked of AWS, and policies do not allow. @param workgroup that of all questions to Athena */
export function deniedCalls(
  policies: readonly AnyPolicy[],
  seen: readonly Seen[],
  account: Account & { readonly workgroup: string },
): string[] {
  return seen
    .flatMap(one => callsOf(one, account))
    .map(call => ({ ...call, resource: call.resource.replace('workgroup/?', `workgroup/${account.workgroup}`) }))
    .filter(call => evaluate(policies, call) === 'denied')
    .map(({ action, resource }) => `${action} ${resource}`)
}

const S3_ACTIONS: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  POST: 's3:PutObject', // begins or ends one in parts
  DELETE: 's3:DeleteObject',
}

const BUCKET_ACTIONS: Readonly<Record<string, string>> = {
  versioning: 's3:GetBucketVersioning',
  publicAccessBlock: 's3:GetBucketPublicAccessBlock',
  encryption: 's3:GetEncryptionConfiguration',
}

function s3Call(method: string, path: string): Call {
  const [, bucket, key] = /^\/([^/?]+)\/?([^?]*)/.exec(path)!
  const [, setting] = /\?(versioning|publicAccessBlock|encryption)\b/.exec(path) ?? []
  if (setting && !key) return { action: BUCKET_ACTIONS[setting]!, resource: `arn:aws:s3:::${bucket}` }
  if (method === 'DELETE' && path.includes('uploadId='))
    return { action: 's3:AbortMultipartUpload', resource: `arn:aws:s3:::${bucket}/${key}` }
  if (key) return { action: S3_ACTIONS[method]!, resource: `arn:aws:s3:::${bucket}/${key}` }
  if (method === 'GET' && path.includes('list-type=2'))
    return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }
  throw new Error(`what permission does ${method} ${path} need?`)
}
