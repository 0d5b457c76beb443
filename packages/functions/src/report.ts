import { AthenaClient } from '@aws-sdk/client-athena'
import { S3Client } from '@aws-sdk/client-s3'
import { rowObjects } from '@temporal-audit-lake/lake'
import { athenaEngine, clientSettings, s3Store } from '@temporal-audit-lake/lake/aws'
import { type Answers, buildReport, type Period, type Report, renderHtml, reports } from '@temporal-audit-lake/queries'
import { named } from './environment.ts'
import { logger } from './logger.ts'
import { lastPeriod } from './period.ts'

const objects = s3Store({ client: new S3Client(clientSettings), bucket: named('BUCKET') })
const engine = athenaEngine({
  client: new AthenaClient(clientSettings),
  workGroup: named('WORKGROUP'),
  database: named('DATABASE'),
})

/** Writes every report of the period that is over, as a page in `reports/`. */
export async function handler(): Promise<void> {
  const generatedAt = Date.now()
  const period = lastPeriod(named('PERIOD'), generatedAt)
  for (const report of reports) {
    const model = buildReport(report, await answersOf(report, period), { period, generatedAt })
    const key = reportKey(report.name, period)
    await objects.put(key, new TextEncoder().encode(renderHtml(model)))
    logger.info('report written', { key })
  }
}

async function answersOf(report: Report, period: Period): Promise<Answers> {
  const answers: Record<string, Answers[string]> = {}
  for (const { name, sql, parameters } of report.questions(period)) {
    answers[name] = await rowObjects(await engine.query(sql, parameters))
  }
  return answers
}

function reportKey(name: string, { from, to }: Period): string {
  const [first, end] = [from, to].map(time => new Date(time).toISOString().slice(0, 10))
  return `reports/${name}/${name}-${first}-to-${end}.html`
}
