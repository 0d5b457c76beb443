import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm'
import { parameterName, type StageNames, stageNames } from '@temporal-audit-lake/lake/deployment'
import { UserError } from '../errors.ts'
import type { Aws } from './aws.ts'

/** A stage that is deployed, and where. */
export interface FoundStage {
  /** As `--lake` says it. */
  readonly lake: string
  readonly app: string
  readonly stage: string
  readonly region: string
  readonly names: StageNames
}

/**
 * Looks up what the parts of a stage are called.
 *
 * @throws UserError when the stage is not there, or of another version
 */
export async function findStage(
  aws: Aws,
  { lake, app, stage }: Omit<FoundStage, 'region' | 'names'>,
): Promise<FoundStage> {
  const client = aws.client(SSMClient)
  const Name = parameterName(app, stage)
  const found = await client.send(new GetParameterCommand({ Name })).catch(error => {
    if (error instanceof ParameterNotFound) return null
    throw error
  })
  const region = await client.config.region()
  if (!found) {
    throw new UserError(
      `there is no stage ${stage} in ${region} (no parameter ${Name}): deploy it with \`npx sst deploy --stage ${stage}\`, or say another region or profile with AWS_REGION, AWS_PROFILE or audit-lake.json; a folder is written ./${stage}`,
    )
  }
  const names = stageNames(found.Parameter!.Value!)
  if (names) return { lake, app, stage, region, names }
  throw new UserError(
    `the stage ${stage} was deployed by another version (parameter ${Name}): deploy this one with \`npx sst deploy --stage ${stage}\`, or use the newer audit-lake`,
  )
}
