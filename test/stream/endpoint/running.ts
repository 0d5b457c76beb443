import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateStreamCommand, KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis'
import { onTestFinished } from 'vitest'
import { type Endpoint, type EndpointOptions, startEndpoint } from '../../../packages/stream/src/index.ts'

/** A folder that is gone when the test is done. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stream-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An endpoint that is closed when the test is done; without limits unless they are asked for. */
export async function running(options: Partial<EndpointOptions> = {}): Promise<Endpoint> {
  const endpoint = await startEndpoint({ folder: newFolder(), limits: 'none', ...options })
  onTestFinished(() => endpoint.close())
  return endpoint
}

/** A client that tells of every error at once, unless it is asked to try again. */
export function clientOf({ url }: Pick<Endpoint, 'url'>, options: KinesisClientConfig = {}): KinesisClient {
  const client = new KinesisClient({
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
    ...options,
  })
  onTestFinished(() => client.destroy())
  return client
}

/** A client of a new endpoint that has a stream `audit`. */
export async function clientWithStream(
  shards: number,
  options: Partial<EndpointOptions> = {},
  clientOptions: KinesisClientConfig = {},
): Promise<KinesisClient> {
  const client = clientOf(await running(options), clientOptions)
  await client.send(new CreateStreamCommand({ StreamName: 'audit', ShardCount: shards }))
  return client
}
