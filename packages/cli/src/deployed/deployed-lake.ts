import { FirehoseClient } from '@aws-sdk/client-firehose'
import { S3Client } from '@aws-sdk/client-s3'
import { objectDelivery, previewPromotion } from '@temporal-audit-lake/lake'
import { firehoseDelivery, s3Store } from '@temporal-audit-lake/lake/aws'
import { APP } from '@temporal-audit-lake/lake/deployment'
import { UsageError, UserError } from '../errors.ts'
import type { Lake } from '../lake.ts'
import type { StagePlace } from '../lakes-file.ts'
import { counted } from '../output/numbers.ts'
import { notice } from '../shell.ts'
import { type Aws, aws } from './aws.ts'
import { deployedEngine } from './engine.ts'
import { type FoundStage, findStage } from './find-stage.ts'
import { readOnlyCatalog } from './read-only-catalog.ts'
import { sealFunction } from './seal-function.ts'
import { athenaSettings } from './settings.ts'

/**
 * A lake that is deployed to AWS, as commands want it.
 *
 * @param lake as `--lake` says it
 * @throws UserError when it cannot be found
 */
export async function deployedLake(lake: string, place: StagePlace): Promise<Lake> {
  const { app = APP, stage, pricePerTB } = place
  const clients = aws(place, { app, stage })
  const found = await findStage(clients, { lake, app, stage }).catch(error => cannotFind(lake, error))
  const sealer = sealFunction(clients, found)
  const ports = writingPorts(clients, found)
  return {
    ...ports,
    reports: 'reports',
    engine: async () => deployedEngine(clients, found, pricePerTB),
    async checks({ now }) {
      const { deployedChecks } = await import('./checks/index.ts')
      return deployedChecks({ aws: clients, ...found, now: now() })
    },
    async seal(options, { signal }) {
      if (options.dryRun || options.memoryLimit !== undefined) {
        throw new UsageError(
          '--dry-run and --memory-limit are for a lake in a folder: a deployed one is sealed by its function',
        )
      }
      return [await sealer.run(options, signal)]
    },
    async sealLate(rows, shell) {
      if (rows === 0) return
      await sealer.ask()
      notice(shell, `${counted(rows)} rows of closed days: a seal is asked for, after it they are shown`)
    },
    async promote(pointer, { dryRun }, { now, signal }) {
      const catalog = readOnlyCatalog(clients, found.names, ports.objects)
      // what can have no column is refused before the function is called
      const column = await previewPromotion({ objects: ports.objects, catalog }, pointer, { now })
      return dryRun ? column : await sealer.promote(pointer, signal)
    },
    setPromotionRule: (rule, { signal }) => sealer.setPromotionRule(rule, signal),
    async connect({ out, database }) {
      if (out !== undefined || database !== undefined) {
        throw new UsageError(
          '--out and --database are for a lake in a folder: leave them out for the settings that ask Athena',
        )
      }
      return { settings: athenaSettings(found) }
    },
  }
}

function cannotFind(lake: string, error: unknown): never {
  if (!(error instanceof UserError)) throw error
  throw new UserError(`cannot open the lake ${lake}: ${error.message}`, { cause: error })
}

/** What redriving writes into. */
function writingPorts(clients: Aws, { names }: FoundStage) {
  const objects = s3Store({ client: clients.client(S3Client), bucket: names.bucket })
  const firehose = clients.client(FirehoseClient)
  const delivery = (deliveryStreamName: string, prefix: string) =>
    firehoseDelivery({ client: firehose, deliveryStreamName, large: objectDelivery(objects, prefix, Date.now) })
  return {
    objects,
    deadLetters: delivery(names.deadLetters, 'dead-letters/'),
    receipts: delivery(names.receipts, 'receipts/'),
  }
}
