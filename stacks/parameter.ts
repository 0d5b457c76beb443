import { parameterName, type StageNames } from '@temporal-audit-lake/lake/deployment'
import type { Ingest } from './ingest.ts'
import type { Lake } from './lake.ts'
import type { Raw } from './raw.ts'
import type { Report } from './report.ts'
import type { Seal } from './seal.ts'
import type { Stream } from './stream.ts'

interface Named {
  readonly stream: Stream
  readonly lake: Lake
  readonly raw: Raw
  readonly ingest: Ingest
  readonly seal: Seal
  readonly report: Report | null
}

type Inputs<Names> = { readonly [Name in keyof Names]: $util.Input<Names[Name]> }

/** The names of all parts, in one place: whoever has the name of a stage finds everything by it. */
export function parameter({ stream, lake, raw, ingest, seal, report }: Named): aws.ssm.Parameter {
  const names: Inputs<StageNames> = {
    version: 1,
    stream: stream.name,
    bucket: lake.bucket.name,
    rawBucket: raw.bucket.name,
    database: lake.database,
    workgroup: lake.people.name,
    machinesWorkgroup: lake.machines.name,
    ingestFunction: ingest.function.name,
    eventSourceMapping: ingest.mapping.uuid,
    sealFunction: seal.function.name,
    sealSchedule: seal.schedule.name,
    givenUp: $resolve([seal.queue.url, ...(report ? [report.queue.url] : [])]),
    deadLetters: ingest.deadLetters.name,
    receipts: ingest.receipts.name,
    raw: raw.delivery.name,
  }
  return new aws.ssm.Parameter('Names', {
    name: parameterName($app.name, $app.stage),
    description: 'What the parts of this lake are called',
    type: 'String',
    value: $jsonStringify(names),
  })
}
