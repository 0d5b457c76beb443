import { AthenaClient } from '@aws-sdk/client-athena'
import { QueryError } from '@temporal-audit-lake/lake'
import { type AthenaRun, athenaEngine } from '@temporal-audit-lake/lake/aws'
import { UserError } from '../errors.ts'
import type { LakeEngine } from '../lake.ts'
import { sized } from '../output/numbers.ts'
import type { Aws } from './aws.ts'
import type { FoundStage } from './find-stage.ts'

/** What Athena takes for a terabyte in most regions, in US dollars: https://aws.amazon.com/athena/pricing/ */
const PRICE_PER_TB = 5

/** Athena in the workgroup for people: it also says what it read, and about what that cost. */
export function deployedEngine(aws: Aws, { names, lake }: FoundStage, pricePerTB = PRICE_PER_TB): LakeEngine {
  const client = aws.client(AthenaClient)
  const engine = athenaEngine({ client, workGroup: names.workgroup, database: names.database, pricePerTB })
  return {
    name: 'Athena',
    async query(sql, parameters, options) {
      try {
        const { run, ...result } = await engine.query(sql, parameters, options)
        return { ...result, took: tookText(run, pricePerTB) }
      } catch (error) {
        throw cutOff(error, names.workgroup) ?? notMade(error, lake) ?? error
      }
    },
    close: () => client.destroy(),
  }
}

/** @example 'Athena read 48.2 KiB in 1.2 s: about 0.00005 USD at 5 USD a TB' */
function tookText({ scannedBytes, milliseconds, price }: AthenaRun, pricePerTB: number): string {
  const cost = (price ?? 0).toFixed(5)
  return `Athena read ${sized(scannedBytes)} in ${milliseconds / 1000} s: about ${cost} USD at ${pricePerTB} USD a TB`
}

/** https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html */
function cutOff(error: unknown, workgroup: string): UserError | null {
  if (!(error instanceof QueryError) || !/bytes scanned limit/i.test(error.message)) return null
  return new UserError(
    `the query wanted to read more than the workgroup ${workgroup} lets it, and was stopped: ask for fewer days (event_date), or raise athena.scanLimitGiB in audit-lake.config.ts and deploy`,
    { cause: error },
  )
}

/** A stage whose first seal has not been has tables, but no views. */
function notMade(error: unknown, lake: string): UserError | null {
  const view = error instanceof QueryError ? NO_VIEW.exec(error.message)?.[1] : undefined
  if (view === undefined) return null
  return new UserError(`there is no view ${view} yet: make it with \`audit-lake seal --lake ${lake}\``, {
    cause: error,
  })
}

const NO_VIEW = /\bTable '[^']*\b(audit_logs|audit_log_versions|receipts|dead_letters)' does not exist/
