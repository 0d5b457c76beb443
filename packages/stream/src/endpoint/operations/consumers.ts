import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { arnOf, nameInArn, type Operation, type Service, streamOf } from '../operation.ts'
import type { Stream } from '../storage/stream.ts'
import type { ConsumerState } from '../storage/stream-state.ts'
import { pageOf, pageRequest } from './page.ts'

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html */
const MAX_CONSUMERS = 20
const MAX_RESULTS = 100

/** A consumer is active at once. */
export const registerConsumer: Operation = async (input, service) => {
  const stream = service.streams.get(nameInArn(input.text('StreamARN')))
  const name = input.name('ConsumerName')
  const consumer = { name, createdAt: service.now() }
  await stream.change(state => {
    if (state.consumers.some(known => known.name === name)) {
      throw new AwsError('ResourceInUseException', `there is a consumer ${name} already`)
    }
    if (state.consumers.length >= MAX_CONSUMERS) {
      throw new AwsError('LimitExceededException', `a stream may have ${MAX_CONSUMERS} consumers`)
    }
    return { ...state, consumers: [...state.consumers, consumer] }
  })
  return { Consumer: described(stream, consumer) }
}

export const describeConsumer: Operation = (input, service) => {
  const { stream, consumer } = consumerOf(input, service)
  return { ConsumerDescription: { ...described(stream, consumer), StreamARN: arnOf(stream.state.name) } }
}

export const listConsumers: Operation = (input, service) => {
  const request = pageRequest(input, service)
  const { stream, after } = request
  const rest = stream.state.consumers.filter(({ name }) => name > after).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const limit = Math.min(MAX_RESULTS, input.optionalInteger('MaxResults', 1, 10_000, MAX_RESULTS))
  const { page, token } = pageOf(rest, limit, ({ name }) => name, request, service.now())
  return { Consumers: page.map(consumer => described(stream, consumer)), ...token }
}

export const deregisterConsumer: Operation = async (input, service) => {
  const { stream, consumer } = consumerOf(input, service)
  await stream.change(state => ({ ...state, consumers: state.consumers.filter(({ name }) => name !== consumer.name) }))
  service.subscriptions.endAll(consumerArn(stream, consumer))
  return {}
}

/** By its own ARN, or by that of the stream and its name. */
export function consumerOf(
  input: Input,
  service: Service,
): { readonly stream: Stream; readonly consumer: ConsumerState } {
  const arn = input.optionalText('ConsumerARN')
  const stream = arn === undefined ? streamOf(input, service) : service.streams.get(nameInArn(arn))
  const name = arn === undefined ? input.name('ConsumerName') : undefined
  const consumer = stream.state.consumers.find(known => known.name === name || consumerArn(stream, known) === arn)
  if (!consumer) throw new AwsError('ResourceNotFoundException', `there is no consumer ${arn ?? name}`)
  return { stream, consumer }
}

/** It holds when the consumer was made: one that is made again has another. */
export function consumerArn({ state }: Stream, { name, createdAt }: ConsumerState): string {
  return `${arnOf(state.name)}/consumer/${name}:${Math.floor(createdAt / 1000)}`
}

function described(stream: Stream, consumer: ConsumerState) {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumerArn(stream, consumer),
    ConsumerStatus: 'ACTIVE',
    ConsumerCreationTimestamp: Math.floor(consumer.createdAt / 1000),
  }
}
