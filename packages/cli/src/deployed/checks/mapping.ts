import { GetEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { gone, ifThere, type StageCheck, unmet } from './stage-check.ts'

/** Lambda reads the stream and hands it to the ingest function. */
export const mappingCheck: StageCheck = {
  name: 'reading of the stream',
  async run(stage) {
    const { eventSourceMapping: UUID, ingestFunction } = stage.names
    const asked = stage.aws.client(LambdaClient).send(new GetEventSourceMappingCommand({ UUID }))
    const mapping = await ifThere(asked, 'ResourceNotFoundException')
    if (!mapping) return gone('mapping_missing', UUID, stage)
    const { State = '', LastProcessingResult = '' } = mapping
    return unmet(UUID, [
      {
        holds: ON_THE_WAY.has(State),
        kind: 'mapping_not_enabled',
        message: `its state is ${State}: nothing of the stream is read, and the stream forgets`,
        repair: `aws lambda update-event-source-mapping --uuid ${UUID} --enabled`,
      },
      {
        holds: !LastProcessingResult.startsWith('PROBLEM'),
        kind: 'mapping_failing',
        message: `Lambda says of the last batch: ${LastProcessingResult}`,
        repair: `aws logs tail /aws/lambda/${ingestFunction} --since 1h`,
      },
    ])
  },
}

const ON_THE_WAY: ReadonlySet<string> = new Set(['Enabled', 'Enabling', 'Updating', 'Creating'])
