import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { Mail } from '@temporal-audit-lake/reports'

/** Where it is told, and where what is told of lies. */
export interface SnsPlace {
  readonly client: SNSClient
  readonly topicArn: string
  readonly region: string
  readonly bucket: string
}

const MOST_SUBJECT = 99 // characters that SNS takes

/**
 * Tells of a report by a topic: each subscription takes what names its address.
 *
 * The link leads to AWS's console, which asks who wants to read: the mail gives nothing away that the report protects.
 */
export function tellBySns({ client, topicArn, region, bucket }: SnsPlace): (mail: Mail) => Promise<void> {
  return async ({ to, subject, text, key }) => {
    const link = `https://${region}.console.aws.amazon.com/s3/object/${bucket}?region=${region}&prefix=${key}`
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject.slice(0, MOST_SUBJECT),
        Message: `${text}\n\n${link}\n`,
        MessageAttributes: { to: { DataType: 'String.Array', StringValue: JSON.stringify(to) } },
      }),
    )
  }
}
