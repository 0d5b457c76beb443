import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Finding } from '@temporal-audit-lake/lake'
import { type CheckedStage, gone, ifThere, type StageCheck, unmet } from './stage-check.ts'

/** No call of a function waits for somebody to look at it, after AWS has given it up. */
export const queuesCheck: StageCheck = {
  name: 'calls that were given up',
  async run(stage) {
    const found = await Promise.all(stage.names.givenUp.map(url => queueFindings(url, stage)))
    return found.flat()
  },
}

async function queueFindings(url: string, stage: CheckedStage): Promise<Finding[]> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  })
  const asked = stage.aws.client(SQSClient).send(command)
  const found = await ifThere(asked, 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue')
  if (!found) return gone('queue_missing', url, stage)
  const calls = Object.values(found.Attributes ?? {}).reduce((sum, count) => sum + Number(count), 0)
  return unmet(url, [
    {
      holds: calls === 0,
      kind: 'calls_given_up',
      message: `${calls} calls of a function failed for as long as they were tried again`,
      repair: `aws logs tail /aws/lambda/${stage.names.sealFunction} --since 2d, mend the cause, then aws sqs purge-queue --queue-url ${url}`,
    },
  ])
}

const GIVEN_UP = 'aws/lambda/'

/** No batch of the stream waits in the bucket, where Lambda puts those that failed for as long as the stream kept them. */
export const batchesCheck: StageCheck = {
  name: 'batches that were given up',
  async run(stage) {
    const { bucket } = stage.names
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: GIVEN_UP })
    const found = await ifThere(stage.aws.client(S3Client).send(command), 'NoSuchBucket')
    const batches = found?.KeyCount ?? 0
    return unmet(`s3://${bucket}/${GIVEN_UP}`, [
      {
        holds: batches === 0,
        kind: 'batches_given_up',
        message: `${batches}${found?.IsTruncated ? ' and more' : ''} batches are in no table; they are whole here`,
        repair: `aws s3 ls --recursive s3://${bucket}/${GIVEN_UP}: see "Later" in docs/deploy.md`,
      },
    ])
  },
}
