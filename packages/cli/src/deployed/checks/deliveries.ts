import { DescribeDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose'
import type { Finding } from '@temporal-audit-lake/lake'
import { type CheckedStage, deployAgain, gone, ifThere, type StageCheck, unmet } from './stage-check.ts'

/** The three Firehoses deliver: the raw archive, dead letters, receipts. */
export const deliveriesCheck: StageCheck = {
  name: 'deliveries',
  async run(stage) {
    const { raw, deadLetters, receipts } = stage.names
    const client = stage.aws.client(FirehoseClient)
    const found = await Promise.all([raw, deadLetters, receipts].map(name => deliveryFindings(client, name, stage)))
    return found.flat()
  },
}

async function deliveryFindings(client: FirehoseClient, name: string, stage: CheckedStage): Promise<Finding[]> {
  const asked = client.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: name }))
  const found = await ifThere(asked, 'ResourceNotFoundException')
  if (!found) return gone('delivery_missing', name, stage)
  const { DeliveryStreamStatus, FailureDescription } = found.DeliveryStreamDescription!
  return unmet(name, [
    {
      holds: DeliveryStreamStatus === 'ACTIVE',
      kind: 'delivery_not_active',
      message: `its state is ${DeliveryStreamStatus}: it delivers nothing${FailureDescription?.Details ? ` (${FailureDescription.Details})` : ''}`,
      repair: deployAgain(stage),
    },
  ])
}
