import { CloudWatchClient, type Dimension, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import type { CheckedStage } from './stage-check.ts'

export interface Metric {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: Dimension[]
}

/** What one value covers. */
export const PERIOD_MS = 300_000

/** The highest value of a metric in the time before now; null when there is none. */
export async function maximumOf(
  { aws, now }: CheckedStage,
  lookBackMs: number,
  metric: Metric,
): Promise<number | null> {
  const { Datapoints = [] } = await aws.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      ...metric,
      StartTime: new Date(now - lookBackMs),
      EndTime: new Date(now),
      Period: PERIOD_MS / 1000,
      Statistics: ['Maximum'],
    }),
  )
  const values = Datapoints.flatMap(({ Maximum }) => Maximum ?? [])
  return values.length === 0 ? null : Math.max(...values)
}
