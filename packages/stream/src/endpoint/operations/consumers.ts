import { AwsError } from '../aws-error.ts'
import type { Input } from '../input.ts'
import { arnOf, nameInArn, type Operation, type Service } from '../operation.ts'
import type { Stream } from '../stream.ts'
import type { StreamState } from '../stream-state.ts'

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html */
const MAX_CONSUMERS = 20

type Consumer = StreamState['consumers'][number]

export const registerConsumer: Operation = async (input, service) => {
  const stream = service.streams.get(nameInArn(input.text('StreamARN')))
  const name = input.text('ConsumerName', 128)
  const { consumers } = stream.state
  if (consumers.some(known => known.name === name)) {
    throw new AwsError('ResourceInUseException', `there is a consumer ${name} already`)
  }
  if (consumers.length >= MAX_CONSUMERS)
    throw new AwsError('LimitExceededException', `${MAX_CONSUMERS} consumers are all`)
  const consumer = { name, createdAt: service.now() }
  await stream.change({ ...stream.state, consumers: [...consumers, consumer] })
  return { Consumer: described(stream, consumer) }
}

export const describeConsumer: Operation = (input, service) => {
  const { stream, consumer } = consumerOf(input, service)
  return { ConsumerDescription: { ...described(stream, consumer), StreamARN: arnOf(stream.state.name) } }
}

export const listConsumers: Operation = (input, service) => {
  const stream = service.streams.get(nameInArn(input.text('StreamARN')))
  return { Consumers: stream.state.consumers.map(consumer => described(stream, consumer)) }
}

export const deregisterConsumer: Operation = async (input, service) => {
  const { stream, consumer } = consumerOf(input, service)
  await stream.change({ ...stream.state, consumers: stream.state.consumers.filter(known => known !== consumer) })
  return {}
}

/** By its own ARN, or by that of the stream and its name. */
export function consumerOf(
  input: Input,
  { streams }: Service,
): { readonly stream: Stream; readonly consumer: Consumer } {
  const arn = input.optionalText('ConsumerARN')
  const name = arn === undefined ? input.text('ConsumerName', 128) : /\/consumer\/([^:]+)/.exec(arn)?.[1]
  const stream = streams.get(nameInArn(arn ?? input.text('StreamARN')))
  const consumer = stream.state.consumers.find(known => known.name === name)
  if (!consumer) throw new AwsError('ResourceNotFoundException', `there is no consumer ${name ?? arn}`)
  return { stream, consumer }
}

function described(stream: Stream, { name, createdAt }: Consumer) {
  const created = Math.floor(createdAt / 1000)
  return {
    ConsumerName: name,
    ConsumerARN: `${arnOf(stream.state.name)}/consumer/${name}:${created}`,
    ConsumerStatus: 'ACTIVE',
    ConsumerCreationTimestamp: created,
  }
}
