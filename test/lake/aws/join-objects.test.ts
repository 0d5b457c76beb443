import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, ListMultipartUploadsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetMetadata } from 'hyparquet'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { s3Store } from '../../../packages/lake/src/aws/index.ts'
import { joinObjects } from '../../../packages/lake/src/aws/join-objects.ts'
import { describeOnMoto, testSettings } from './moto.ts'

const bucket = 'joined'
const OPTIONS = { orderBy: 'emit_time', times: ['emit_time'] }

describeOnMoto('joinObjects', aws => {
  let client: S3Client
  let folder: string
  const objects = () => s3Store({ client, bucket })

  beforeAll(async () => {
    client = new S3Client({ ...testSettings, endpoint: aws().proxy.url, forcePathStyle: true })
    folder = await mkdtemp(join(tmpdir(), 'join-objects-'))
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
    await put('large', 1_000, 1_500, 1_400)
    await put('small', 0, 1_000, 10)
  }, 60_000)
  afterAll(async () => {
    client.destroy()
    await rm(folder, { recursive: true })
  })

  /** A file of rows that no codec makes smaller. @param kilobytes of each hundredth row */
  async function put(key: string, from: number, to: number, kilobytes: number): Promise<void> {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const noise = randomBytes(kilobytes * 512).toString('hex')
    const path = join(folder, key)
    await connection.run(
      `COPY (SELECT n AS emit_time, CASE WHEN n % 100 = 0 THEN '${noise}' || n END AS noise FROM range(${from}, ${to}) r(n))
      TO '${path}' (FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 2048)`,
    )
    connection.closeSync()
    instance.closeSync()
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: await readFile(path) }))
  }

  async function files() {
    const found = []
    for await (const object of objects().list('')) if (['large', 'small'].includes(object.key)) found.push(object)
    return found
  }

  it('writes one file of all, and says what it wrote', async () => {
    const written = await joinObjects({ client, bucket, files: await files(), output: 'one' }, OPTIONS)
    const { body } = (await objects().get('one'))!
    expect(written).toEqual({ bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') })
    expect(parquetMetadata(body).num_rows).toBe(1_500n)
  })

  it('leaves nothing of a file that is written in parts when it fails on the way', async () => {
    const [large] = await files()
    const isPart = ({ path }: { path: string }) => path.includes('partNumber=2')
    const refused = { kind: 'answer', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' } as const
    aws().proxy.break(isPart, refused)
    const joining = { client, bucket, files: [large!, large!, large!], output: 'none' }
    await expect(joinObjects(joining, OPTIONS)).rejects.toThrow()
    expect(await objects().get('none')).toBeNull()
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
    expect(Uploads).toEqual([])
    expect(await joinObjects(joining, OPTIONS)).not.toBeNull()
    expect(aws().proxy.seen.filter(isPart).length).toBeGreaterThan(1)
  })

  it('writes no file where there are no rows', async () => {
    expect(await joinObjects({ client, bucket, files: [], output: 'nothing' }, OPTIONS)).toBeNull()
    expect(await objects().get('nothing')).toBeNull()
  })
})
