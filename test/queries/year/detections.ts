import type { Value } from '@temporal-audit-lake/lake'
import type { Staff } from './staff.ts'

type Row = Readonly<Record<string, Value>>

/** A saved query that tells incidents from what is ordinary, as it is asked here. */
export interface Detection {
  readonly query: string
  /** Beside the period. */
  readonly parameters?: (staff: Staff) => Readonly<Record<string, string>>
  /** Two rows with one key are one finding. */
  readonly key: (row: Row) => string
}

/** An id as all forms of a record have it. */
const byId = (row: Row) => String(row.log_id).replaceAll('-', '')
const by =
  (...columns: readonly string[]) =>
  (row: Row) =>
    columns.map(column => String(row[column])).join(' ')
const byActorAndDay = (column: string) => (row: Row) => `${row.actor} ${String(row[column]).slice(0, 10)}`

export const detections: readonly Detection[] = [
  { query: 'self-granted-privileges', key: byId },
  { query: 'separation-of-duties', key: byId },
  { query: 'off-hours-admin', key: byId },
  {
    query: 'break-glass-use',
    key: byId,
    parameters: ({ breakGlass }) => ({ accounts: breakGlass.principal.name }),
  },
  { query: 'retention-reductions', key: byId },
  { query: 'logging-changes', key: byId },
  { query: 'changes-without-ticket', key: byId },
  { query: 'human-changes-on-managed-resources', key: byId },
  { query: 'repeated-failures', key: by('event_date', 'actor') },
  { query: 'failure-then-success', key: by('actor', 'operation_name') },
  { query: 'first-seen-addresses', key: by('actor', 'client_ip') },
  { query: 'api-keys-from-many-networks', key: by('event_date', 'principal_api_key_id') },
  { query: 'api-keys-used-after-deletion', key: by('key_id') },
  { query: 'bursts-of-deletes', key: byActorAndDay('first_deletion') },
  { query: 'first-time-operations', key: by('actor', 'operation_name') },
  { query: 'service-accounts-from-human-networks', key: by('service_account', 'network') },
  { query: 'activity-after-dormancy', key: byId },
  { query: 'mass-access-changes', key: byActorAndDay('first_change') },
]
