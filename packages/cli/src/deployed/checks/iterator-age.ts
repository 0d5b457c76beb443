import { maximumOf } from './metrics.ts'
import { type StageCheck, unmet } from './stage-check.ts'

const MINUTE_MS = 60_000
const LONGEST_MS = 30 * MINUTE_MS
const LOOK_BACK_MS = 15 * MINUTE_MS

/** No record waits in the stream for longer than half an hour; the alarm is of the same mind. */
export const iteratorAgeCheck: StageCheck = {
  name: 'age of what is read',
  async run(stage) {
    const { ingestFunction, stream } = stage.names
    const age = await maximumOf(stage, LOOK_BACK_MS, {
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Dimensions: [{ Name: 'FunctionName', Value: ingestFunction }],
    })
    return unmet(stream, [
      {
        holds: age === null || age <= LONGEST_MS,
        kind: 'stream_behind',
        message: `records wait in it for ${Math.round((age ?? 0) / MINUTE_MS)} minutes before they are read`,
        repair: `aws logs tail /aws/lambda/${ingestFunction} --since 1h`,
      },
    ])
  },
}
