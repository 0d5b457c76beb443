import { createHash } from 'node:crypto'
import type { DeliveryStream } from './delivery-stream.ts'
import type { ObjectStore } from './object-store.ts'

/**
 * Delivers records into NDJSON objects, one for each put: `receipts/<day>/<hash>.ndjson`.
 *
 * The object is named after its content, so a put that is repeated writes the same object again.
 *
 * @param prefix where the objects go, such as `receipts/`
 * @param now the clock, in milliseconds since the epoch: names the day
 */
export function objectDelivery(objects: ObjectStore, prefix: string, now: () => number): DeliveryStream {
  return {
    async put(records) {
      const body = new TextEncoder().encode(records.map(record => `${JSON.stringify(record)}\n`).join(''))
      const day = new Date(now()).toISOString().slice(0, 10)
      const name = createHash('sha256').update(body).digest('hex').slice(0, 32)
      await objects.put(`${prefix}${day}/${name}.ndjson`, body)
    },
  }
}
