import { randomUUID } from 'node:crypto'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { checkedKey } from '../object-key.ts'
import type { Condition, ListedObject, ObjectStore, PutResult, StoredObject } from '../object-store.ts'
import { ATTEMPTS, backOff } from './back-off.ts'

export interface S3StoreOptions {
  /** Its settings say how often a request is repeated that got no answer, or 500, or 503: see `clientSettings`. */
  readonly client: S3Client
  readonly bucket: string
  /** What the keys in the bucket begin with, such as `lake/`; default: nothing. */
  readonly prefix?: string
  /** Ends all requests. */
  readonly signal?: AbortSignal
}

/**
 * Objects in an S3 bucket.
 *
 * A conditional write is S3's own (`If-None-Match`, `If-Match`). S3 answers it with 412 also when it is the repetition
 * of a write that was done but whose answer was lost: so each carries an id as metadata, and a repeated one that is
 * refused looks whether the object is its own.
 *
 * Who may not list the bucket is told by S3 that he may not read what is not there (403): `get` needs `s3:ListBucket`.
 *
 * @example
 * const objects = s3Store({ client: new S3Client(clientSettings), bucket: 'audit' })
 * await objects.put('manifest.json', body, { ifNoneMatch: '*' }) // { written: true, etag: '"9b2c…"' }
 * await objects.put('manifest.json', body, { ifNoneMatch: '*' }) // { written: false }
 */
export function s3Store(options: S3StoreOptions): ObjectStore {
  const { client, bucket, prefix = '', signal } = options
  const at = (key: string) => ({ Bucket: bucket, Key: prefix + checkedKey(key) })
  const sending = signal ? { abortSignal: signal } : {}
  return {
    get: key => getObject(options, at(key)),
    put: (key, body, condition) => putObject(options, at(key), body, condition),
    list: wanted => listObjects(options, wanted),
    async delete(key) {
      await client.send(new DeleteObjectCommand(at(key)), sending)
    },
  }
}

interface Place {
  readonly Bucket: string
  readonly Key: string
}

async function getObject({ client, signal }: S3StoreOptions, place: Place): Promise<StoredObject | null> {
  for (let attempt = 1; ; attempt++) {
    const found = await ifThere(client.send(new GetObjectCommand(place), { ...(signal && { abortSignal: signal }) }))
    if (!found) return null
    try {
      return { body: await found.Body!.transformToByteArray(), etag: found.ETag! }
    } catch (error) {
      // the SDK repeats what fails before the answer; a connection that breaks in the body, or a wrong checksum, it does not
      if (attempt === ATTEMPTS || signal?.aborted) throw error
      await backOff(attempt, signal)
    }
  }
}

async function putObject(
  options: S3StoreOptions,
  place: Place,
  body: Uint8Array,
  condition?: Condition,
): Promise<PutResult> {
  const { client, signal } = options
  const writeId = randomUUID()
  const input = { ...place, Body: body, ...(condition && conditional(condition, writeId)) }
  for (let attempt = 1; ; attempt++) {
    try {
      const { ETag } = await client.send(new PutObjectCommand(input), { ...(signal && { abortSignal: signal }) })
      return { written: true, etag: ETag! }
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error
      if (condition && isRefusal(error, condition)) {
        const wasRepeated = attempt > 1 || (error.$metadata.attempts ?? 1) > 1
        return wasRepeated ? await ownWrite(options, place, writeId) : { written: false }
      }
      // S3: another write of this key is under way, so nobody can say yet what becomes of this one
      if (error.$metadata.httpStatusCode !== 409 || attempt === ATTEMPTS) throw error
      await backOff(attempt, signal)
    }
  }
}

const WRITE_ID = 'write-id'

function conditional(condition: Condition, writeId: string): object {
  const Metadata = { [WRITE_ID]: writeId }
  return 'ifMatch' in condition
    ? { IfMatch: condition.ifMatch, Metadata }
    : { IfNoneMatch: condition.ifNoneMatch, Metadata }
}

function isRefusal(error: S3ServiceException, condition: Condition): boolean {
  const isGone = 'ifMatch' in condition && error.name === 'NoSuchKey'
  return isGone || error.$metadata.httpStatusCode === 412
}

/** What became of a write that was refused when it was sent again. */
async function ownWrite({ client, signal }: S3StoreOptions, place: Place, writeId: string): Promise<PutResult> {
  const head = client.send(new HeadObjectCommand(place), { ...(signal && { abortSignal: signal }) })
  const found = await ifThere(head)
  return found?.Metadata?.[WRITE_ID] === writeId ? { written: true, etag: found.ETag! } : { written: false }
}

async function* listObjects(options: S3StoreOptions, wanted: string): AsyncIterable<ListedObject> {
  const { client, bucket, prefix = '', signal } = options
  let ContinuationToken: string | undefined
  do {
    const page = await client.send(
      // encoded, because XML has no word for some characters of keys
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + wanted, EncodingType: 'url', ContinuationToken }),
      { ...(signal && { abortSignal: signal }) },
    )
    for (const { Key, Size } of page.Contents ?? []) yield { key: decoded(Key!).slice(prefix.length), size: Size! }
    ContinuationToken = page.NextContinuationToken
  } while (ContinuationToken !== undefined)
}

function decoded(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '))
}

async function ifThere<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    // a HEAD has no body that could name the error
    if (error instanceof NoSuchKey || (error instanceof S3ServiceException && error.name === 'NotFound')) return null
    throw error
  }
}
