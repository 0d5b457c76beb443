import { type Engine, type ObjectStore, rowObjects } from '@temporal-audit-lake/lake'
import {
  type Answers,
  buildReport,
  type Given,
  knownTotal,
  type Period,
  type Provenance,
  type Question,
  type Report,
  type ReportModel,
} from '@temporal-audit-lake/queries'
import { inputsOf, sameInputs } from './inputs.ts'

/** What answers the questions of a report, and what says from which files. */
export interface ReportPorts {
  readonly engine: Engine
  /** Such as `DuckDB 1.5.5`. */
  readonly engineName: string
  readonly objects: Pick<ObjectStore, 'get'>
}

export interface AskOptions {
  /** Milliseconds since the epoch. */
  readonly generatedAt: number
  /** Such as `audit-lake 0.1.0`. */
  readonly generator?: string
  /** Parameters of the report; the others are their defaults. */
  readonly given?: Given
  /** Stops it. */
  readonly signal?: AbortSignal
  readonly onQuestion?: (question: Question, number: number, of: number) => void
}

const MOST_TRIES = 2

/**
 * Asks all questions of a report and builds it of the answers, with the sealed files that they were made of.
 *
 * When a seal replaces files in the meantime, everything is asked once more; when it happens again, the report says so.
 *
 * @throws ParameterError for a parameter that is wrong
 */
export async function askReport(
  report: Report,
  period: Period,
  ports: ReportPorts,
  options: AskOptions,
): Promise<ReportModel> {
  const { generatedAt, generator, given = {} } = options
  for (let tries = 1; ; tries++) {
    const before = await inputsOf(ports.objects, period)
    const answers = await answersOf(report.questions(period, given), ports, options)
    const isSteady = sameInputs(before, await inputsOf(ports.objects, period))
    if (!isSteady && tries < MOST_TRIES) continue
    const provenance: Provenance = { engine: ports.engineName, ...before, isSteady }
    return buildReport(report, answers, {
      period,
      given,
      generatedAt,
      provenance,
      ...(generator !== undefined && { generator }),
    })
  }
}

/** What the rows of one answer tell of another is not asked again. */
async function answersOf(
  questions: readonly Question[],
  { engine }: ReportPorts,
  { signal, onQuestion }: AskOptions,
): Promise<Answers> {
  const answers: Record<string, Answers[string]> = {}
  for (const [i, question] of questions.entries()) {
    onQuestion?.(question, i + 1, questions.length)
    const { name, sql, parameters } = question
    const total = knownTotal(question, questions, answers)
    if (total !== null) {
      answers[name] = [{ total }]
      continue
    }
    answers[name] = await rowObjects(await engine.query(sql, parameters, signal ? { signal } : {}))
  }
  return answers
}
