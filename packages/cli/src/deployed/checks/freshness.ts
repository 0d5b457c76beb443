import {
  type Engine,
  type Finding,
  lastClosedHour,
  type ObjectStore,
  readManifest,
  rowObjects,
} from '@temporal-audit-lake/lake'
import { maximumOf, PERIOD_MS } from './metrics.ts'
import { type CheckedStage, unmet } from './stage-check.ts'

const HOUR_MS = 3_600_000
const SEALED_WITHIN_MS = 2 * HOUR_MS
/** A Firehose gathers for 5 minutes; the rest is for a batch that is tried again. */
const RECEIPT_WITHIN_MS = HOUR_MS
const LOOK_BACK_MS = 24 * HOUR_MS

/** What came into the stream was accounted for. */
export async function lastReceiptFindings(stage: CheckedStage, engine: Engine): Promise<Finding[]> {
  const [row] = await rowObjects(await engine.query('SELECT max(written_at) AS last FROM receipts'))
  const last = row?.last ? Date.parse(String(row.last)) : null
  // what came in the minutes of the receipt may be what it is about
  const since = Math.max((last ?? 0) + PERIOD_MS, stage.now - LOOK_BACK_MS)
  const before = { ...stage, now: stage.now - RECEIPT_WITHIN_MS }
  const waited = before.now - since
  const came = waited > 0 ? await incoming(before, waited) : false
  return unmet('receipts', [
    {
      holds: last !== null || came,
      kind: 'nothing_received',
      message: 'no batch was ever stored, and nothing came into the stream: Temporal Cloud does not write into it',
      repair: 'set up the sink in Temporal Cloud: see "Let Temporal Cloud write" in docs/deploy.md',
    },
    {
      holds: !came,
      kind: 'receipts_missing',
      message: `records came into the stream after the last receipt (${last === null ? 'there is none' : new Date(last).toISOString()}), more than an hour ago`,
      repair: `aws logs tail /aws/lambda/${stage.names.ingestFunction} --since 1d`,
    },
  ])
}

async function incoming(stage: CheckedStage, lookBackMs: number): Promise<boolean> {
  const records = await maximumOf(stage, lookBackMs, {
    Namespace: 'AWS/Kinesis',
    MetricName: 'IncomingRecords',
    Dimensions: [{ Name: 'StreamName', Value: stage.names.stream }],
  })
  return (records ?? 0) > 0
}

/** Every hour is sealed soon after its end. */
export async function lastSealFindings({ lake, now, names }: CheckedStage, objects: ObjectStore): Promise<Finding[]> {
  const { manifest, etag } = await readManifest(objects)
  const repair = `audit-lake seal --lake ${lake}`
  return unmet(names.sealFunction, [
    { holds: etag !== null, kind: 'never_sealed', message: 'it has never sealed: no view shows anything', repair },
    {
      holds: etag === null || manifest.sealedThrough >= lastClosedHour(now - SEALED_WITHIN_MS),
      kind: 'sealing_stopped',
      message: `the last hour that it sealed is ${manifest.sealedThrough}`,
      repair,
    },
  ])
}
