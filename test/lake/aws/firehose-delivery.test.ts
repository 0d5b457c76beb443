import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firehoseDelivery, s3Store } from '../../../packages/lake/src/aws/index.ts'
import { type DeliveryStream, type ObjectStore, objectDelivery } from '../../../packages/lake/src/index.ts'
import { deliveryStreamSuite } from '../delivery-stream.suite.ts'
import type { Fault, FaultProxy, Seen } from './fault-proxy.ts'
import { describeOnMoto, testSettings } from './moto.ts'

describeOnMoto('Firehose', aws => {
  let client: FirehoseClient
  let s3: S3Client
  let streams = 0

  beforeAll(() => {
    client = new FirehoseClient({ ...testSettings, endpoint: aws().proxy.url })
    s3 = new S3Client({ ...testSettings, endpoint: aws().url, forcePathStyle: true })
  })
  afterAll(() => {
    client.destroy()
    s3.destroy()
  })

  const seen = () => aws().proxy.seen
  const breaking = (...faults: Parameters<FaultProxy['break']>) => aws().proxy.break(...faults)

  /** A stream of its own, and the objects that it delivers into. */
  async function openDelivery(more = {}): Promise<{ delivery: DeliveryStream; objects: ObjectStore }> {
    streams += 1
    const name = `letters-${streams}`
    await s3.send(new CreateBucketCommand({ Bucket: name }))
    await client.send(
      new CreateDeliveryStreamCommand({
        DeliveryStreamName: name,
        ExtendedS3DestinationConfiguration: {
          BucketARN: `arn:aws:s3:::${name}`,
          RoleARN: 'arn:aws:iam::123456789012:role/firehose',
          Prefix: 'dead-letters/',
        },
      }),
    )
    seen().splice(0)
    const objects = s3Store({ client: s3, bucket: name })
    const large = objectDelivery(objects, 'dead-letters/', () => Date.UTC(2026, 10, 22))
    return { delivery: firehoseDelivery({ client, deliveryStreamName: name, large, ...more }), objects }
  }

  async function linesOf(objects: ObjectStore): Promise<string[]> {
    const lines: string[] = []
    for await (const { key } of objects.list('dead-letters/')) {
      const text = new TextDecoder().decode((await objects.get(key))!.body)
      lines.push(...text.split('\n').filter(line => line !== ''))
    }
    return lines
  }

  async function delivered(objects: ObjectStore): Promise<{ id: number }[]> {
    return (await linesOf(objects)).map(line => JSON.parse(line)).sort((a, b) => a.id - b.id)
  }

  const isPut = ({ target }: Seen) => target === 'Firehose_20150804.PutRecordBatch'
  const sizes = () =>
    seen()
      .filter(isPut)
      .map(({ body }) => JSON.parse(body).Records.length)

  /** Firehose takes every record but these, and calls that a success. */
  const refusing = (...refused: readonly number[]): Fault => ({
    kind: 'rewrite',
    request(body) {
      const { Records, ...rest } = JSON.parse(body)
      return JSON.stringify({ ...rest, Records: Records.filter((_: unknown, i: number) => !refused.includes(i)) })
    },
    answer(body) {
      const { RequestResponses } = JSON.parse(body)
      const error = { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' }
      for (const i of refused) RequestResponses.splice(i, 0, error)
      return JSON.stringify({ FailedPutCount: refused.length, RequestResponses })
    },
  })

  deliveryStreamSuite('Firehose', async () => {
    const { delivery, objects } = await openDelivery()
    return { stream: delivery, delivered: () => linesOf(objects) }
  })

  it('delivers records as lines', async () => {
    const { delivery, objects } = await openDelivery()
    await delivery.put([
      { id: 1, text: 'a\nb' },
      { id: 2, text: 'ü😀' },
    ])
    expect(await delivered(objects)).toEqual([
      { id: 1, text: 'a\nb' },
      { id: 2, text: 'ü😀' },
    ])
  })

  it('asks nothing when there is nothing to deliver', async () => {
    const { delivery } = await openDelivery()
    await delivery.put([])
    expect(seen()).toEqual([])
  })

  it('sends 500 records at most at once', async () => {
    const { delivery, objects } = await openDelivery()
    const records = Array.from({ length: 1_201 }, (_, id) => ({ id }))
    await delivery.put(records)
    expect(sizes()).toEqual([500, 500, 201])
    expect(await delivered(objects)).toEqual(records)
  })

  it('sends 4 MB at most at once', async () => {
    const { delivery, objects } = await openDelivery()
    const records = Array.from({ length: 9 }, (_, id) => ({ id, text: 'x'.repeat(990_000) }))
    await delivery.put(records)
    expect(sizes()).toEqual([4, 4, 1])
    expect(await delivered(objects)).toEqual(records)
  })

  it('loses no byte of a record that Firehose is too small for', async () => {
    const { delivery, objects } = await openDelivery()
    const records = [{ id: 1 }, { id: 2, payload: 'é'.repeat(2_000_000) }, { id: 3 }]
    await delivery.put(records)
    await delivery.put(records.slice(1, 2))
    expect(sizes()).toEqual([2])
    expect(await delivered(objects)).toEqual(records)
  })

  it('sends again what Firehose refused, and that alone', async () => {
    const { delivery, objects } = await openDelivery()
    const records = Array.from({ length: 5 }, (_, id) => ({ id }))
    breaking(isPut, refusing(1, 3), refusing(0))
    await delivery.put(records)
    expect(sizes()).toEqual([5, 2, 1])
    expect(await delivered(objects)).toEqual(records)
  })

  it('gets through 503, 500 and broken connections', async () => {
    const { delivery, objects } = await openDelivery()
    const busy = JSON.stringify({ __type: 'ServiceUnavailableException' })
    breaking(
      isPut,
      { kind: 'answer', status: 503, body: busy },
      { kind: 'answer', status: 500 },
      { kind: 'reset', done: false },
    )
    await delivery.put([{ id: 1 }])
    expect(await delivered(objects)).toEqual([{ id: 1 }])
  })

  it('delivers at least once when an answer is lost', async () => {
    const { delivery, objects } = await openDelivery()
    breaking(isPut, { kind: 'reset', done: true })
    await delivery.put([{ id: 1 }])
    expect(await delivered(objects)).toEqual([{ id: 1 }, { id: 1 }])
  })

  it('fails when records are still refused in the end', async () => {
    const { delivery, objects } = await openDelivery({ attempts: 3 })
    breaking(isPut, refusing(1), refusing(0), refusing(0))
    await expect(delivery.put([{ id: 1 }, { id: 2 }])).rejects.toThrow(
      /Firehose letters-\d+ refused 1 records 3 times: ServiceUnavailableException Slow down\./,
    )
    expect(await delivered(objects)).toEqual([{ id: 1 }])
  })
})
