import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { run } from '../../../packages/cli/src/program.ts'
import { s3Store } from '../../../packages/lake/src/aws/index.ts'
import type { StageNames } from '../../../packages/lake/src/deployment/index.ts'
import type { ObjectStore } from '../../../packages/lake/src/index.ts'
import { environmentOf } from '../../functions/account.ts'
import { bundled, type Lambda } from '../../functions/lambda.ts'
import { type AthenaServer, athenaServer } from '../../lake/aws/athena-server.ts'
import { type FaultProxy, faultProxy } from '../../lake/aws/fault-proxy.ts'
import { presentView } from '../../lake/aws/glue-view.ts'
import { type Aws, testSettings } from '../../lake/aws/moto.ts'
import { capturedShell, type Ran } from '../terminal.ts'
import { answeringOver } from './athena-over-s3.ts'
import { type FrontDoor, frontDoor } from './front-door.ts'
import { makeStage } from './made-stage.ts'

/** A stage with functions that run and an Athena that answers. */
export interface RunningStage {
  readonly names: StageNames
  /** All that the command line asks of AWS passes here. */
  readonly door: FaultProxy
  /** What people's questions are answered by. */
  readonly athena: AthenaServer
  readonly objects: ObjectStore
  readonly ingest: Lambda
  /** What a function is told. */
  readonly functionEnvironment: Readonly<Record<string, string>>
  /** What the program needs to find this AWS. */
  readonly environment: Readonly<Record<string, string>>
}

const SCANNED_BYTES = 50_000_000

/** Starts a stage for the tests of a file. */
export function runningStage(aws: () => Aws, name: string): () => RunningStage {
  let stage: RunningStage
  const stops: (() => Promise<void>)[] = []
  beforeAll(async () => {
    const [ingest, seal, names] = await Promise.all([bundled('ingest'), bundled('seal'), makeStage(aws().url, name)])
    const glue = new GlueClient({ ...testSettings, endpoint: aws().url })
    const client = new S3Client({ ...testSettings, endpoint: aws().url, forcePathStyle: true })
    const objects = s3Store({ client, bucket: names.bucket })
    const views = presentView(glue, names.database)
    const answering = answeringOver(objects, async (view, select) => {
      await views.define(`CREATE OR REPLACE VIEW ${view} AS\n${select}`)
    })
    const athena = await athenaServer({ answering, workGroup: names.workgroup, scannedBytes: SCANNED_BYTES })
    const machines = await athenaServer({ answering, workGroup: names.machinesWorkgroup })
    const functionEnvironment = environmentOf({ ...names, workgroup: names.machinesWorkgroup }, aws().url, machines.url)
    const functions = new Map([[names.sealFunction, { lambda: seal, environment: () => functionEnvironment }]])
    const front: FrontDoor = await frontDoor({ aws: aws().url, athena: athena.url, functions })
    const door = await faultProxy(front.url)
    stops.push(
      () => door.stop(),
      () => front.stop(),
      () => athena.stop(),
      () => machines.stop(),
      () => answering.close(),
      async () => client.destroy(),
      async () => glue.destroy(),
    )
    const { accessKeyId, secretAccessKey } = testSettings.credentials
    const environment = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: testSettings.region,
      AWS_ENDPOINT_URL: door.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      // nothing of who runs the tests
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    }
    Object.assign(process.env, environment)
    stage = { names, door, athena, objects, ingest, functionEnvironment, environment }
  }, 120_000)
  afterAll(async () => {
    for (const stop of stops) await stop()
  })
  return () => stage
}

/** Runs a command line in this process, at the time it is: AWS has no other. */
export async function auditLakeNow(...argv: readonly string[]): Promise<Ran> {
  const { shell, stdout, stderr } = capturedShell()
  const exitCode = await run(argv, { ...shell, now: Date.now })
  return { exitCode, stdout: stdout.text, stderr: stderr.text }
}
