import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { ATTEMPTS, backOff } from './back-off.ts'

/** Where an object is. */
export interface ObjectPlace {
  readonly client: S3Client
  readonly bucket: string
  /** Its whole key in the bucket. */
  readonly key: string
}

/** Bytes that are in memory at once. */
const AT_ONCE = 16 * 1024 * 1024

/** Bytes of an object, of any number, in memory that does not grow with it. @param to the first that is not wanted */
export async function* objectBytes(place: ObjectPlace, from: number, to: number): AsyncIterable<Uint8Array> {
  for (let at = from; at < to; at += AT_ONCE) yield await someBytes(place, at, Math.min(to, at + AT_ONCE))
}

/** Bytes of an object, all at once. */
export async function someBytes({ client, bucket, key }: ObjectPlace, from: number, to: number): Promise<Uint8Array> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${from}-${to - 1}` })
  for (let attempt = 1; ; attempt++) {
    const found = await client.send(command)
    try {
      return await found.Body!.transformToByteArray()
    } catch (error) {
      // the SDK repeats what fails before the answer; a connection that breaks in the body it does not
      if (attempt === ATTEMPTS) throw error
      await backOff(attempt)
    }
  }
}
