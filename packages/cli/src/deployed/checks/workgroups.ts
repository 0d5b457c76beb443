import { AthenaClient, GetWorkGroupCommand, type WorkGroup } from '@aws-sdk/client-athena'
import type { Finding } from '@temporal-audit-lake/lake'
import { type CheckedStage, deployAgain, gone, ifThere, type StageCheck, unmet } from './stage-check.ts'

/** Nobody can go around the settings of the workgroups: the limit on what a query reads, and the encryption. */
export const workgroupsCheck: StageCheck = {
  name: 'workgroups of Athena',
  async run(stage) {
    const { workgroup, machinesWorkgroup } = stage.names
    const client = stage.aws.client(AthenaClient)
    const found = await Promise.all(
      [workgroup, machinesWorkgroup].map(async name => {
        const asked = client.send(new GetWorkGroupCommand({ WorkGroup: name }))
        const group = (await ifThere(asked, 'InvalidRequestException'))?.WorkGroup
        return group ? settingsFindings(group, stage) : gone('workgroup_missing', name, stage)
      }),
    )
    return found.flat()
  },
}

function settingsFindings({ Name, State, Configuration = {} }: WorkGroup, stage: CheckedStage): Finding[] {
  const { EnforceWorkGroupConfiguration, BytesScannedCutoffPerQuery, EngineVersion, ResultConfiguration } =
    Configuration
  const engine = EngineVersion?.EffectiveEngineVersion ?? EngineVersion?.SelectedEngineVersion ?? 'unknown'
  const encryption = ResultConfiguration?.EncryptionConfiguration?.EncryptionOption
  const repair = deployAgain(stage)
  return unmet(Name!, [
    {
      holds: State !== 'DISABLED',
      kind: 'workgroup_disabled',
      message: 'it takes no queries',
      repair: `aws athena update-work-group --work-group ${Name} --state ENABLED`,
    },
    {
      holds: EnforceWorkGroupConfiguration === true,
      kind: 'workgroup_not_enforced',
      message: 'whoever asks may have results written elsewhere, and unencrypted',
      repair,
    },
    {
      holds: BytesScannedCutoffPerQuery !== undefined,
      kind: 'workgroup_without_limit',
      message: 'one query may read everything, whatever that costs',
      repair,
    },
    {
      holds: engine === 'Athena engine version 3',
      kind: 'workgroup_engine_differs',
      message: `its engine is ${engine}, the queries are written for Athena engine version 3`,
      repair,
    },
    {
      holds: encryption === 'SSE_KMS' || encryption === 'CSE_KMS',
      kind: 'workgroup_not_encrypted',
      message: 'results are not encrypted with the key of the lake',
      repair,
    },
  ])
}
