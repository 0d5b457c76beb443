import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { Receipt } from '@temporal-audit-lake/core'
import type { SealResult } from '@temporal-audit-lake/lake'
import { logger } from './logger.ts'

const metrics = new Metrics()

/** Counts what became of a batch, and says it in a line. */
export function countReceipt(receipt: Receipt): void {
  for (const name of ['records', 'received', 'stored', 'late', 'repeats', 'dead_letters', 'empty'] as const) {
    metrics.addMetric(name, MetricUnit.Count, receipt[name])
  }
  metrics.addMetric('bytes', MetricUnit.Bytes, receipt.bytes)
  metrics.addMetric('freshness', MetricUnit.Milliseconds, Math.max(0, receipt.written_at - receipt.arrival_from))
  metrics.publishStoredMetrics()
  logger.info('batch stored', { receipt })
}

/** Counts a batch that was refused because its receipt does not balance. */
export function countUnbalanced(): void {
  metrics.addMetric('unbalanced', MetricUnit.Count, 1)
  metrics.publishStoredMetrics()
}

const HOUR_MS = 3_600_000

/**
 * Says what a seal did, and how many seconds have passed since the end of the last sealed hour.
 *
 * @param now the clock, in milliseconds since the epoch
 */
export function countSeal({ sealedThrough, files, days }: SealResult, deleted: number, now: number): void {
  const end = Date.parse(`${sealedThrough.slice(0, 10)}T${sealedThrough.slice(11)}:00:00Z`) + HOUR_MS
  metrics.addMetric('seconds_behind', MetricUnit.Seconds, Math.max(0, (now - end) / 1000))
  metrics.addMetric('files_sealed', MetricUnit.Count, files)
  metrics.addMetric('days_sealed', MetricUnit.Count, days.length)
  metrics.addMetric('files_deleted', MetricUnit.Count, deleted)
  metrics.publishStoredMetrics()
  logger.info('sealed', { sealedThrough, files, days: days.map(({ day }) => day), deleted })
}

/**
 * Says how many reports were made, and how many are due and still not there.
 *
 * @param overdue those that failed, and those that there was no time for
 */
export function countReports(made: number, overdue: number): void {
  metrics.addMetric('reports_made', MetricUnit.Count, made)
  metrics.addMetric('reports_overdue', MetricUnit.Count, overdue)
  metrics.publishStoredMetrics()
}
