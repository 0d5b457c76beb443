import { S3Client } from '@aws-sdk/client-s3'
import { checksInAws, type Engine, type Finding, type ObjectStore } from '@temporal-audit-lake/lake'
import { s3Store } from '@temporal-audit-lake/lake/aws'
import type { LakeCheck, LakeChecks } from '../../lake.ts'
import { deployedEngine } from '../engine.ts'
import { readOnlyCatalog } from '../read-only-catalog.ts'
import { bucketsCheck } from './buckets.ts'
import { deliveriesCheck } from './deliveries.ts'
import { lastReceiptFindings, lastSealFindings } from './freshness.ts'
import { batchesCheck, queuesCheck } from './given-up.ts'
import { iteratorAgeCheck } from './iterator-age.ts'
import { mappingCheck } from './mapping.ts'
import { scheduleCheck } from './schedule.ts'
import type { CheckedStage, StageCheck } from './stage-check.ts'
import { streamCheck } from './stream.ts'
import { tablesCheck, viewsCheck } from './tables.ts'
import { workgroupsCheck } from './workgroups.ts'

/** What the stacks have made, in the order in which data goes through it. */
const PARTS: readonly StageCheck[] = [
  streamCheck,
  mappingCheck,
  iteratorAgeCheck,
  deliveriesCheck,
  bucketsCheck,
  tablesCheck,
  viewsCheck,
  workgroupsCheck,
  scheduleCheck,
  queuesCheck,
  batchesCheck,
]

/**
 * Everything a deployed stage is checked for: its parts, whether data goes through them, and what the lake in any place is
 * checked for, less what would read all of it.
 */
export function deployedChecks(stage: CheckedStage): LakeChecks {
  const engine = deployedEngine(stage.aws, stage)
  const objects = s3Store({ client: stage.aws.client(S3Client), bucket: stage.names.bucket })
  return {
    all: [
      ...PARTS.map(({ name, run }) => ({ name, run: () => run(stage) })),
      { name: 'last receipt', run: () => lastReceiptFindings(stage, engine) },
      { name: 'last seal', run: () => lastSealFindings(stage, objects) },
      ...ofTheLake(stage, engine, objects),
    ],
    close: () => engine.close(),
  }
}

function ofTheLake(stage: CheckedStage, engine: Engine, objects: ObjectStore): LakeCheck[] {
  const { lake, now, names, aws } = stage
  const catalog = readOnlyCatalog(aws, names, objects)
  return checksInAws.map(({ name, run }) => ({
    name,
    run: async () => (await run({ objects, catalog, engine, now })).map(finding => ofLake(finding, lake)),
  }))
}

/** Says in a command which lake it is for. */
function ofLake(finding: Finding, lake: string): Finding {
  return {
    ...finding,
    repair: finding.repair.replace(/audit-lake ((?:dead-letters )?[\w-]+)/, `audit-lake $1 --lake ${lake}`),
  }
}
