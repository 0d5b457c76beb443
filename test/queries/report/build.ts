import type { SourceRecord } from '@temporal-audit-lake/core'
import { type Engine, ingest, rowObjects } from '@temporal-audit-lake/lake'
import { buildReport, type Period, type ReportModel, reports } from '@temporal-audit-lake/queries'
import { askLake, sealAll } from '../lake-of.ts'

export const PERIOD: Period = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 22, 12) }
export const GENERATED_AT = Date.UTC(2026, 10, 22, 12, 30)

const activitySummary = reports.find(({ name }) => name === 'activity-summary')!

/** The activity summary of a lake that holds these log records, each arrived two minutes after it happened. */
export async function summaryOf(records: readonly (object | string)[], period = PERIOD): Promise<ReportModel> {
  const batch = records.map(sourceRecord)
  return await askLake(
    async lake => {
      if (batch.length === 0) return
      await ingest(batch, lake, { writtenAt: GENERATED_AT })
      await sealAll(lake, GENERATED_AT)
    },
    engine => summaryFrom(engine, period),
  )
}

/** The activity summary of answers without a row. */
export function summaryOfNothing(): ReportModel {
  const answers = Object.fromEntries(activitySummary.questions(PERIOD).map(({ name }) => [name, []]))
  return buildReport(activitySummary, answers, { period: PERIOD, generatedAt: GENERATED_AT })
}

async function summaryFrom(engine: Engine, period: Period): Promise<ReportModel> {
  const answers: Record<string, Awaited<ReturnType<typeof rowObjects>>> = {}
  for (const { name, sql, parameters } of activitySummary.questions(period)) {
    answers[name] = await rowObjects(await engine.query(sql, parameters))
  }
  return buildReport(activitySummary, answers, { period, generatedAt: GENERATED_AT, generator: 'audit-lake 1.2.3' })
}

function sourceRecord(record: object | string, i: number): SourceRecord {
  const happened =
    typeof record === 'object' && 'emit_time' in record ? Date.parse(String(record.emit_time)) : PERIOD.from
  return {
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(i),
    arrivalTime: happened + 120_000,
    data: new TextEncoder().encode(typeof record === 'string' ? record : JSON.stringify(record)),
  }
}

/** A log record of the 2025 form. */
export function event(emitTime: string, operation: string, more: object = {}): object {
  return {
    emit_time: emitTime,
    operation,
    log_id: `${operation}-${emitTime}`,
    status: 'OK',
    principal: { type: 'user', id: 'u-ana', name: 'ana@example.com' },
    x_forwarded_for: '192.0.2.10',
    ...more,
  }
}
