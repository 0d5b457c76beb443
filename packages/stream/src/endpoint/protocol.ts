import type { Answer, Exchange, Input, JsonService } from '@temporal-audit-lake/http'
import type { Service } from './operation.ts'
import { operations } from './operations/index.ts'
import { subscribeToShard } from './operations/subscribe.ts'

/** What an answer may take at the most: 10 MiB of records in Base64, and what is around them. */
const ANSWER_BYTES = 16 * 1024 * 1024

/** The Kinesis API over the streams of a folder. */
export function kinesisApi(service: Service): JsonService {
  return {
    target: 'Kinesis_20131202',
    has: name => operations.has(name) || name === 'SubscribeToShard',
    answerBytes: name => (name === 'GetRecords' ? ANSWER_BYTES : 0),
    async answer(name, input, exchange) {
      service.limits?.callRates.count(name, input)
      const operation = operations.get(name)
      return operation ? { json: await operation(input, service) } : subscription(input, service, exchange)
    },
  }
}

function subscription(input: Input, service: Service, { response, closing }: Exchange): Answer {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return { events: subscribeToShard(input, service, AbortSignal.any([gone.signal, closing])) }
}
