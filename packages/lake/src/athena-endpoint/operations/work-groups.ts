import { BUCKET, checkWorkGroup, type Operation, pageOf, WORKGROUP } from '../operation.ts'

const ENGINE = { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'DuckDB' }
const DESCRIPTION = 'The lake of this machine'

export const listWorkGroups: Operation = input => {
  const group = { Name: WORKGROUP, State: 'ENABLED', Description: DESCRIPTION, EngineVersion: ENGINE }
  const { page, token } = pageOf(input, [group], 50)
  return { WorkGroups: page, ...token }
}

export const getWorkGroup: Operation = input => {
  checkWorkGroup(input)
  const Configuration = {
    EnforceWorkGroupConfiguration: true, // wherever a driver wants its results: this is where they are
    ResultConfiguration: { OutputLocation: `s3://${BUCKET}/athena-results/` },
    PublishCloudWatchMetricsEnabled: false,
    EngineVersion: ENGINE,
  }
  return { WorkGroup: { Name: WORKGROUP, State: 'ENABLED', Description: DESCRIPTION, Configuration } }
}
