import type { QueryExecution } from '@aws-sdk/client-athena'
import { type Engine, QueryError, type QueryOptions, type QueryResult, type Value } from '../engine.ts'
import { type AthenaPlace, execute } from './athena-execution.ts'
import { executionParameter } from './athena-parameters.ts'
import { athenaPrice } from './athena-price.ts'
import { fetchResult } from './athena-results.ts'

export interface AthenaEngineOptions extends AthenaPlace {
  /** What Athena takes for a terabyte in this region; without it, no query has a price. */
  readonly pricePerTB?: number
}

/** What running a query took. */
export interface AthenaRun {
  /** Athena's name of it. */
  readonly queryExecutionId: string
  readonly scannedBytes: number
  /** How long Athena took, its queue included. */
  readonly milliseconds: number
  /** In the currency of `pricePerTB`; null when that is not known. */
  readonly price: number | null
}

export interface AthenaResult extends QueryResult {
  readonly run: AthenaRun
}

/** Athena's engine: it also says what a query took, and defines views. */
export interface AthenaEngine extends Engine {
  query(sql: string, parameters?: readonly Value[], options?: QueryOptions): Promise<AthenaResult>
  /** Runs a statement for what it does, such as `CREATE OR REPLACE VIEW`. */
  define(statement: string, options?: QueryOptions): Promise<AthenaRun>
}

/**
 * Athena over the tables and views of a Glue database.
 *
 * Who may read and write what is a matter of the caller's permissions. `query` refuses statements that are no question
 * all the same: a text that was meant to be one must not delete anything.
 *
 * @example
 * const engine = athenaEngine({ client, workGroup: 'reports', database: 'audit', pricePerTB: 5 })
 * const { chunks, run } = await engine.query('SELECT count(*) AS n FROM audit_logs WHERE event_date = ?', ['2026-11-22'])
 * run.scannedBytes // 48213
 */
export function athenaEngine(options: AthenaEngineOptions): AthenaEngine {
  return {
    async query(sql, parameters = [], { signal } = {}) {
      if (!QUESTION.test(sql))
        throw new QueryError(`only SELECT, EXPLAIN, SHOW and DESCRIBE are allowed here, not ${firstWord(sql)}`)
      const execution = await execute(options, sql, parameters.map(executionParameter), signal)
      const result = await fetchResult(options.client, execution.QueryExecutionId!, signal)
      return { ...result, run: runOf(execution, options.pricePerTB) }
    },
    async define(statement, { signal } = {}) {
      return runOf(await execute(options, statement, [], signal), options.pricePerTB)
    },
  }
}

const SPACE = String.raw`(?:\s|--[^\n]*(?:\n|$)|/\*[\s\S]*?\*/|\()*`
const SELECT = String.raw`(?:SELECT|WITH|VALUES|TABLE)\b`
// EXPLAIN ANALYZE runs what it explains
const EXPLAIN = String.raw`EXPLAIN\b${SPACE}(?:ANALYZE\b${SPACE}(?:VERBOSE\b${SPACE})?)?(?:[^()]*\)${SPACE})?${SELECT}`
const QUESTION = new RegExp(`^${SPACE}(?:${SELECT}|${EXPLAIN}|SHOW\\b|DESCRIBE\\b|DESC\\b)`, 'i')

function firstWord(sql: string): string {
  return new RegExp(`^${SPACE}(\\w*)`).exec(sql)?.[1]?.toUpperCase() || 'an empty text'
}

function runOf({ QueryExecutionId, StatementType, Statistics }: QueryExecution, pricePerTB?: number): AthenaRun {
  const scannedBytes = Statistics?.DataScannedInBytes ?? 0
  // what defines, shows or explains something is free, unless it reads data for that
  const isFree = StatementType !== 'DML' && scannedBytes === 0
  return {
    queryExecutionId: QueryExecutionId!,
    scannedBytes,
    milliseconds: Statistics?.TotalExecutionTimeInMillis ?? 0,
    price: pricePerTB === undefined ? null : isFree ? 0 : athenaPrice(scannedBytes, pricePerTB),
  }
}
