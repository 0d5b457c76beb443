import { AwsError, type Input } from '@temporal-audit-lake/http'
import type { SavedQuery } from '@temporal-audit-lake/queries'
import type { DescribedTable } from './described-tables.ts'
import type { Execution, Executions } from './executions.ts'
import type { Place } from './statements/information-schema.ts'

/** What an operation works on. */
export interface Service extends Place {
  readonly executions: Executions
  readonly savedQueries: readonly SavedQuery[]
  tables(): Promise<readonly DescribedTable[]>
}

/** An operation of the Athena API: its input, checked as it is read, to its output. */
export type Operation = (input: Input, service: Service) => Promise<object> | object

/** The only workgroup: what drivers ask in when they are told none. */
export const WORKGROUP = 'primary'

/** The bucket in which drivers look for results. */
export const BUCKET = 'audit-lake'

/** Where a result is, as drivers are told. */
export function outputLocation({ id, type }: Execution): string {
  return `s3://${BUCKET}/athena-results/${id}.${type === 'DML' ? 'csv' : 'txt'}`
}

/** Athena's error for whatever is wrong with a request. */
export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message, { AthenaErrorCode: 'INVALID_INPUT' })
}

/** @throws AwsError for a workgroup that is not there */
export function checkWorkGroup(input: Input, name = 'WorkGroup'): void {
  const workGroup = input.optionalText(name) ?? WORKGROUP
  if (workGroup !== WORKGROUP) throw invalidRequest(`WorkGroup ${workGroup} is not found: there is ${WORKGROUP}`)
}

/** Seconds since the epoch, as the protocol has times. */
export function secondsOf(millis: number): number {
  return millis / 1000
}

/**
 * A page of a list.
 *
 * @param most how many there may be on a page
 * @throws AwsError for a token that was not given out
 */
export function pageOf<Thing>(
  input: Input,
  things: readonly Thing[],
  most: number,
): { readonly page: readonly Thing[]; readonly token: { readonly NextToken?: string } } {
  const from = placeOf(input)
  const to = from + input.optionalInteger('MaxResults', 1, most, most)
  return { page: things.slice(from, to), token: to < things.length ? { NextToken: String(to) } : {} }
}

/** How many things the pages before had. */
export function placeOf(input: Input): number {
  const token = input.optionalText('NextToken') ?? '0'
  if (!/^\d{1,15}$/.test(token)) throw invalidRequest('this is no NextToken')
  return Number(token)
}
