import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AthenaClient } from '@aws-sdk/client-athena'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { cleanUp, mergerBySize, seal } from '@temporal-audit-lake/lake'
import {
  athenaEngine,
  athenaMerger,
  clientSettings,
  dropLeftTables,
  glueCatalog,
  s3Store,
} from '@temporal-audit-lake/lake/aws'
import { copyingMerger } from '@temporal-audit-lake/lake/local'
import type { Context } from 'aws-lambda'
import { named } from './environment.ts'
import { type Grown, type GrowthEvent, grow } from './grow.ts'
import { countSeal } from './metrics.ts'
import { prepareCatalog, prepareEventViews } from './prepare-catalog.ts'

const glue = { client: new GlueClient(clientSettings), database: named('DATABASE') }
const bucket = named('BUCKET')
const s3 = new S3Client(clientSettings)
const objects = s3Store({ client: s3, bucket })
const engine = athenaEngine({
  client: new AthenaClient(clientSettings),
  workGroup: named('WORKGROUP'),
  database: named('DATABASE'),
})
const catalog = glueCatalog({ ...glue, objects, engine })
const onAthena = { ...glue, engine, s3, bucket, objects, results: named('RESULTS') }

/** What a seal needs to come to an end in, before Lambda cuts it off. */
const LEFT_TO_COMMIT_MS = 60_000
/** Less than half of what the function has: DuckDB counts not all that it takes. */
const MEMORY_LIMIT = '900MB'
const LARGE_DAY_BYTES = Number(named('LARGE_DAY_MIB')) * 2 ** 20

/** What a call may ask for besides sealing, or instead of it. */
interface SealEvent extends GrowthEvent {
  /** Whether to bring the catalog to what this code knows: each deployment does, once. */
  readonly prepare?: boolean
  /** Whether to write every sealed day anew. */
  readonly all?: boolean
}

/** What a call did, in the words of `audit-lake seal`. */
interface Sealed {
  readonly sealed_through: string
  readonly open_from: string
  readonly files_merged: number
  readonly days_written: number
  readonly rows_written: number
  readonly columns_added: number
  readonly files_deleted: number
}

/**
 * Merges what has arrived into one file a day, publishes it, and deletes what nobody needs any more; or gives a leaf a
 * column, when that is what is asked for: only this function may publish.
 */
export async function handler(event: SealEvent, context: Context): Promise<Sealed | Grown> {
  return (await grow(event, { objects, catalog })) ?? (await sealAndCleanUp(event, context))
}

async function sealAndCleanUp(event: SealEvent, context: Context): Promise<Sealed> {
  if (event.prepare) await prepareCatalog({ ...glue, engine })
  const folder = await mkdtemp(join(tmpdir(), 'seal-'))
  const small = await copyingMerger(objects, folder, { memoryLimit: MEMORY_LIMIT })
  try {
    await dropLeftTables(onAthena, Date.now())
    const large = athenaMerger({ ...onAthena, small })
    const merger = mergerBySize({ small, large, largeBytes: LARGE_DAY_BYTES, objects })
    const ports = { objects, catalog, merger }
    const signal = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - LEFT_TO_COMMIT_MS))
    const options = { now: Date.now, newId: () => randomUUID().slice(0, 8), signal, all: event.all ?? false }
    const sealed = await seal(ports, options)
    if (event.prepare) await prepareEventViews({ ...glue, engine })
    const { deleted } = await cleanUp(ports, { now: Date.now })
    countSeal(sealed, deleted.length, Date.now())
    return {
      sealed_through: sealed.sealedThrough,
      open_from: sealed.openFrom,
      files_merged: sealed.files,
      days_written: sealed.days.length,
      rows_written: sealed.days.reduce((sum, { rows }) => sum + rows, 0),
      columns_added: sealed.promoted.length,
      files_deleted: deleted.length,
    }
  } finally {
    await small.close()
    await rm(folder, { recursive: true, force: true })
  }
}
