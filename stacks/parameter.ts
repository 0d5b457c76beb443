import type { Ingest } from './ingest.ts'
import type { Lake } from './lake.ts'
import type { Raw } from './raw.ts'
import type { Seal } from './seal.ts'
import type { Stream } from './stream.ts'

interface Named {
  readonly stream: Stream
  readonly lake: Lake
  readonly raw: Raw
  readonly ingest: Ingest
  readonly seal: Seal
}

/** The names of all parts, in one place: whoever has the name of a stage finds everything by it. */
export function parameter({ stream, lake, raw, ingest, seal }: Named): aws.ssm.Parameter {
  return new aws.ssm.Parameter('Names', {
    name: `/${$app.name}/${$app.stage}`,
    description: 'What the parts of this lake are called',
    type: 'String',
    value: $jsonStringify({
      version: 1,
      stream: stream.name,
      bucket: lake.bucket.name,
      rawBucket: raw.bucket.name,
      database: lake.database,
      workgroup: lake.people.name,
      ingestFunction: ingest.function.name,
      sealFunction: seal.function.name,
      deadLetters: ingest.deadLetters.name,
      receipts: ingest.receipts.name,
      raw: raw.delivery.name,
    }),
  })
}
