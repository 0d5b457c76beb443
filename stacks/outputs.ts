import type { Configuration } from './configuration.ts'
import type { Lake } from './lake.ts'
import type { Stream } from './stream.ts'
import { temporalSink } from './temporal-sink.ts'

/** What is printed at the end of a deployment: what to paste where, and where to look for the first events. */
export function outputs({ region, temporal }: Configuration, { stream, lake }: { stream: Stream; lake: Lake }) {
  const sink = stream.arn.apply(arn => temporalSink({ streamArn: arn, roleName: temporal.roleName, region }))
  return {
    streamArn: stream.arn,
    roleName: temporal.roleName,
    region,
    bucket: lake.bucket.name,
    database: lake.database,
    workgroup: lake.people.name,
    temporalUi: sink.ui,
    temporalCli: sink.cli,
    temporalTerraform: sink.terraform,
    firstEvents: `2 to 10 minutes later, in Athena, workgroup ${$app.name}-${$app.stage}-people: SELECT * FROM ${lake.database}.audit_logs ORDER BY emit_time DESC LIMIT 10`,
  }
}
