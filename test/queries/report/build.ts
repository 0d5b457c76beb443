import type { SourceRecord } from '@temporal-audit-lake/core'
import { ingest } from '@temporal-audit-lake/lake'
import {
  buildReport,
  type Given,
  type Period,
  type Report,
  type ReportModel,
  reports,
} from '@temporal-audit-lake/queries'
import { askReport } from '@temporal-audit-lake/reports'
import { sealAll } from '../../lake/seal-all.ts'
import { askLake } from '../lake-of.ts'

export const PERIOD: Period = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 22, 12) }
export const GENERATED_AT = Date.UTC(2026, 10, 22, 12, 30)

/** The activity summary of a lake that holds these log records, each arrived two minutes after it happened. */
export async function summaryOf(records: readonly (object | string)[], period = PERIOD): Promise<ReportModel> {
  const [model] = await reportsOf(['activity-summary'], records, { period })
  return model!
}

/** About when reports are made, and what each is given. */
interface Making {
  readonly period?: Period
  readonly given?: Readonly<Record<string, Given>>
}

/** Reports of such a lake, in the order of their names. */
export async function reportsOf(
  names: readonly string[],
  records: readonly (object | string)[],
  { period = PERIOD, given = {} }: Making = {},
): Promise<ReportModel[]> {
  const batch = records.map(sourceRecord)
  const generatedAt = GENERATED_AT
  return await askLake(
    async lake => {
      if (batch.length > 0) await ingest(batch, lake, { writtenAt: GENERATED_AT })
      await sealAll(lake, GENERATED_AT)
    },
    async (engine, { objects }) => {
      const models: ReportModel[] = []
      const ports = { engine, engineName: engine.name, objects }
      for (const name of names) {
        const options = { generatedAt, generator: 'audit-lake 1.2.3', given: given[name] ?? {} }
        models.push(await askReport(reportNamed(name), period, ports, options))
      }
      return models
    },
  )
}

/** The activity summary of answers without a row. */
export function summaryOfNothing(): ReportModel {
  const report = reportNamed('activity-summary')
  const answers = Object.fromEntries(report.questions(PERIOD).map(({ name }) => [name, []]))
  return buildReport(report, answers, { period: PERIOD, generatedAt: GENERATED_AT })
}

function reportNamed(name: string): Report {
  return reports.find(report => report.name === name)!
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
