import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'

/**
 * Ends a request that only asks whether it would succeed, at the point from which on it would do something.
 *
 * @throws AwsError when it does
 */
export function endDryRun(input: Input): void {
  if (input.flag('DryRun')) {
    throw new AwsError('DryRunOperationException', 'the request would have succeeded, but for DryRun')
  }
}
