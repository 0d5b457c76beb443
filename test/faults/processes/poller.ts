/** The consumer: polls the stream, and takes its records into the lake. */
import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { kinesisClient } from '../../../packages/cli/src/stream/kinesis-client.ts'
import { lakeCheckpoints } from '../../../packages/cli/src/stream/lake-checkpoints.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { type Checkpoints, poll } from '../../../packages/stream/src/index.ts'

import type { Around } from '../ports.ts'
import { Clock } from './clock.ts'
import { Injector } from './injector.ts'
import { onCommand, options, report, trouble } from './process.ts'
import { ingestPorts, Taking } from './taking.ts'

const STREAM = 'audit'
const clock = new Clock()
const random = new Random(options.seed)
const injector = new Injector(random, options.rate, options.made)
const taking = new Taking(clock)
const lake = await openLocalLake(options.lake, clock.now)

let hasTime: () => void
const started = new Promise<void>(resolve => {
  hasTime = resolve
})
onCommand(command => {
  if (command.do === 'clock') {
    clock.set(command.tick, command.at)
    hasTime()
  }
  if (command.do === 'oversleep') taking.oversleep()
  if (command.do === 'calm') injector.calm()
})
report({ say: 'ready' })
await started

const client = kinesisClient({ stream: STREAM, endpoint: options.url! })
client.middlewareStack.add(
  (next, context) => async args => await injector.aroundRead(`kinesis.${context.commandName}`, () => next(args)),
  { step: 'initialize' },
)

/** What is done for a shard is one after the other. */
const lanes = new Map<string, Around>()
function laneOf(shardId: string): Around {
  const lane = lanes.get(shardId) ?? injector.around(shardId)
  lanes.set(shardId, lane)
  return lane
}

const identity = { arn: `arn:aws:kinesis:us-east-1:000000000000:stream/${STREAM}`, createdAt: new Date(0) }
const checkpointsOf = (shardId: string): Checkpoints =>
  lakeCheckpoints(ingestPorts(lake, laneOf(shardId)).objects, identity)

for (;;) {
  try {
    await poll({
      client,
      streamName: STREAM,
      checkpoints: {
        get: shardId => checkpointsOf(shardId).get(shardId),
        set: (shardId, checkpoint) => checkpointsOf(shardId).set(shardId, checkpoint),
      },
      batchWindowMs: 250,
      pollIntervalMs: 250,
      wait: async () => await pause(50 + random.next() * 200),
      async handler(records) {
        await taking.take(records, ingestPorts(lake, laneOf(records[0]!.shardId)))
        return undefined
      },
      onRetry: (_, error) => trouble(error),
    })
  } catch (error) {
    trouble(error) // what would end the program is started again
    await pause(200)
  }
}
