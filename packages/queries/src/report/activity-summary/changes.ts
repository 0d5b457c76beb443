import type { Answers, Period, Section } from '../report.ts'
import { type TableShape, tableOf } from '../table-of.ts'

/** Operations that one principal failed at, day by day. */
const repeated: TableShape = {
  caption: 'Five failures and more at the same operation on one day, the most often first',
  columns: [
    ['Day', 'event_date', 'text'],
    ['Who', 'actor', 'text'],
    ['Operation', 'operation_name', 'text'],
    ['Failures', 'failed', 'count'],
    ['Namespaces', 'namespaces', 'count'],
    ['Addresses', 'addresses', 'code'],
    ['First', 'first_seen', 'time'],
    ['Last', 'last_seen', 'time'],
  ],
  empty: 'Nobody failed at the same operation five times on one day.',
}

/** Sections of tables: the name of the first one's saved query is the section's id. */
const TABLES: readonly { readonly query: string; readonly heading: string; readonly table: TableShape }[] = [
  {
    query: 'failed-operations',
    heading: 'Failed operations',
    table: {
      caption: 'Operations that did not say they succeeded, the newest first',
      columns: [
        ['Time', 'emit_time', 'time'],
        ['Who', 'actor', 'text'],
        ['Address', 'client_ip', 'code'],
        ['Operation', 'operation_name', 'text'],
        ['Outcome', 'status', 'status'],
        ['Namespace', 'namespace', 'text'],
        ['Message', 'message', 'text'],
      ],
      empty: 'Every operation in the period says that it succeeded.',
    },
  },
  {
    query: 'user-and-permission-changes',
    heading: 'User and permission changes',
    table: {
      caption: 'Changes of users, groups, service accounts and what they may do, the newest first',
      columns: [
        ['Time', 'emit_time', 'time'],
        ['By whom', 'actor', 'text'],
        ['Operation', 'operation_name', 'text'],
        ['Of whom', 'subject', 'text'],
        ['Account role', 'account_role', 'code'],
        ['Namespace', 'namespace', 'text'],
        ['Namespace permission', 'namespace_permission', 'code'],
        ['Outcome', 'status', 'status'],
        ['Ticket or id', 'async_operation_id', 'code'],
      ],
      empty: 'No user, group, service account or permission was changed in the period.',
    },
  },
  {
    query: 'api-key-changes',
    heading: 'API-key changes',
    table: {
      caption: 'API keys that were made, changed or deleted, the newest first',
      columns: [
        ['Time', 'emit_time', 'time'],
        ['By whom', 'actor', 'text'],
        ['Operation', 'operation_name', 'text'],
        ['Key', 'key_id', 'code'],
        ['Name', 'key_name', 'text'],
        ['Owner', 'owner_id', 'code'],
        ['Expires', 'expires', 'time'],
        ['Outcome', 'status', 'status'],
        ['Ticket or id', 'async_operation_id', 'code'],
      ],
      empty: 'No API key was made, changed or deleted in the period.',
    },
  },
  {
    query: 'namespace-changes',
    heading: 'Namespace changes',
    table: {
      caption: 'Changes of namespaces and their export sinks, the newest first',
      columns: [
        ['Time', 'emit_time', 'time'],
        ['By whom', 'actor', 'text'],
        ['Operation', 'operation_name', 'text'],
        ['Namespace', 'namespace', 'text'],
        ['Retention in days', 'retention_days', 'count'],
        ['Regions', 'regions', 'text'],
        ['Outcome', 'status', 'status'],
        ['Ticket or id', 'async_operation_id', 'code'],
      ],
      empty: 'No namespace was changed in the period.',
    },
  },
  {
    query: 'new-principals',
    heading: 'New principals',
    table: {
      caption: 'Users and service accounts that were not seen in the 400 days before the period',
      columns: [
        ['First seen', 'first_seen', 'time'],
        ['Who', 'actor', 'text'],
        ['Type', 'principal_type', 'text'],
        ['Id', 'principal_ids', 'code'],
        ['Known name, new id', 'is_name_known', 'text'],
        ['Events', 'events', 'count'],
        ['Failed', 'failed', 'count'],
        ['Addresses', 'addresses', 'code'],
      ],
      empty: 'Everybody in the period was seen before.',
    },
  },
  {
    query: 'addresses-per-principal',
    heading: 'Addresses',
    table: {
      caption: 'Addresses that users and service accounts came from',
      columns: [
        ['Who', 'actor', 'text'],
        ['Type', 'principal_type', 'text'],
        ['Address', 'client_ip', 'code'],
        ['Events', 'events', 'count'],
        ['Failed', 'failed', 'count'],
        ['First seen', 'first_seen', 'time'],
        ['Last seen', 'last_seen', 'time'],
      ],
      empty: 'There are no events in the period.',
    },
  },
]

/** What failed, what was changed, and who is new. */
export function changes(answers: Answers, period: Period): Section[] {
  return TABLES.map(({ query, heading, table }) => ({
    id: query,
    heading,
    blocks: [
      ...(query === 'failed-operations' ? [tableOf(answers, 'repeated-failures', period, repeated)] : []),
      tableOf(answers, query, period, table),
    ],
  }))
}
