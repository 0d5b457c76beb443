import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { clientSettings } from '@temporal-audit-lake/lake/aws'
import { deployAgain, gone, ifThere, type StageCheck, unmet } from './stage-check.ts'

/** The stream takes records, and encrypts them. */
export const streamCheck: StageCheck = {
  name: 'stream',
  async run(stage) {
    const StreamName = stage.names.stream
    // HTTP/1.1 for one request: the SDK's own choice for Kinesis keeps a connection that the process waits for
    const requestHandler = new NodeHttpHandler(clientSettings.requestHandler)
    const client = stage.aws.client(KinesisClient, { requestHandler })
    const asked = client.send(new DescribeStreamSummaryCommand({ StreamName }))
    const found = await ifThere(asked, 'ResourceNotFoundException')
    if (!found) return gone('stream_missing', StreamName, stage)
    const { StreamStatus, EncryptionType } = found.StreamDescriptionSummary!
    return unmet(StreamName, [
      {
        holds: StreamStatus === 'ACTIVE' || StreamStatus === 'UPDATING',
        kind: 'stream_not_active',
        message: `its state is ${StreamStatus}: it takes no records`,
        repair: deployAgain(stage),
      },
      {
        holds: EncryptionType === 'KMS',
        kind: 'stream_not_encrypted',
        message: 'what Temporal Cloud writes into it is not encrypted with the key of the lake',
        repair: deployAgain(stage),
      },
    ])
  },
}
