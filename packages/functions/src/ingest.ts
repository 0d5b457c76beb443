import { FirehoseClient } from '@aws-sdk/client-firehose'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { ingest, objectDelivery, UnbalancedReceiptError } from '@temporal-audit-lake/lake'
import { clientSettings, firehoseDelivery, s3Store } from '@temporal-audit-lake/lake/aws'
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda'
import { askForSeal } from './ask-for-seal.ts'
import { named } from './environment.ts'
import { countReceipt, countUnbalanced } from './metrics.ts'
import { sourceRecords } from './records.ts'

const lambda = new LambdaClient(clientSettings)
const firehose = new FirehoseClient(clientSettings)
const objects = s3Store({ client: new S3Client(clientSettings), bucket: named('BUCKET') })
const ports = {
  objects,
  deadLetters: delivery('DEAD_LETTERS', 'dead-letters/'),
  receipts: delivery('RECEIPTS', 'receipts/'),
}
const trustedProxies = process.env.TRUSTED_PROXIES?.split(',')

/**
 * Takes a batch of the stream into the lake.
 *
 * It throws when anything that it writes to is out of order. Then Lambda halves the batch and delivers it again, and
 * that is right: a batch is stored whole or again, and no record in it can be at fault.
 */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const options = { writtenAt: Date.now(), ...(trustedProxies && { trustedProxies }) }
  const receipt = await ingest(sourceRecords(event), ports, options).catch(noticeUnbalanced)
  countReceipt(receipt)
  if (receipt.late > 0) await askForSeal(lambda, named('SEAL_FUNCTION'))
  return { batchItemFailures: [] }
}

function noticeUnbalanced(error: unknown): never {
  if (error instanceof UnbalancedReceiptError) countUnbalanced()
  throw error
}

/** @param prefix where records go that are too large for the Firehose, beside its own files */
function delivery(name: string, prefix: string) {
  return firehoseDelivery({
    client: firehose,
    deliveryStreamName: named(name),
    large: objectDelivery(objects, prefix, Date.now),
  })
}
