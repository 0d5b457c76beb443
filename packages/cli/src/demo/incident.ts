import type { Company } from './company.ts'
import type { Event, Principal } from './event.ts'
import type { Random } from './random.ts'

const MINUTE_MS = 60_000
/** From a network for documentation (RFC 5737) that nobody at the company uses. */
const STRANGER = '203.0.113.66'

type Step = readonly [minute: number, who: Principal, operation: string, status: Event['status'], details: object]

/**
 * What the log is kept for: an engineer's session is used from elsewhere, at night. Whoever it is tries what they may
 * not, then makes a service account with a key of its own, and with that shortens how long the ledger is kept.
 *
 * @param time when it begins, in milliseconds since the epoch
 */
export function incident(company: Company, time: number, random: Random): Event[] {
  const victim = company.administrators[2]!.principal
  const account: Principal = {
    type: 'serviceaccount',
    id: random.hex(32),
    name: 'svc-metrics-sync',
    apiKeyId: random.hex(32),
  }
  const ledger = 'ledger-prod.a1b2c'
  const steps: readonly Step[] = [
    [0, victim, 'UserLogin', 'OK', {}],
    ...[1, 2, 2, 3, 4, 4, 5, 7].map(
      (minute): Step => [minute, victim, 'DeleteNamespace', 'ERROR', { namespace: ledger }],
    ),
    [9, victim, 'UpdateAccount', 'ERROR', { additional_message: 'permission denied' }],
    [
      14,
      victim,
      'CreateServiceAccount',
      'OK',
      {
        service_account_id: account.id,
        spec: { name: account.name, access: { account_access: { role: 'ROLE_ADMIN' } } },
      },
    ],
    [
      16,
      victim,
      'CreateServiceAccountAPIKey',
      'OK',
      { key_id: account.apiKeyId, spec: { owner_id: account.id, owner_type: 'service-account', display_name: 'sync' } },
    ],
    [31, account, 'UpdateNamespace', 'OK', { namespace: ledger, spec: { retention_days: 1 } }],
    [33, account, 'DeleteNamespaceExportSink', 'OK', { namespace: ledger, name: 'archive' }],
    [34, account, 'UpdateNamespace', 'ERROR', { namespace: ledger, spec: { regions: [] } }],
  ]
  return steps.map(([minute, principal, operation, status, details]) => ({
    logId: random.uuid(),
    time: time + minute * MINUTE_MS + random.below(MINUTE_MS),
    operation,
    principal,
    addresses: STRANGER,
    status,
    asyncOperationId: random.uuid(),
    details: { ...details },
    version: 0,
  }))
}
