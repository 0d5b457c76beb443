import { type Column, columns } from '@temporal-audit-lake/core'
import { type ViewDialect, withSentence } from '@temporal-audit-lake/queries'
import { accessChangesView } from './access-views.ts'
import { apiKeyEventsView } from './api-key-view.ts'
import { knownNamesView } from './known-names-view.ts'

/**
 * The SELECT of the view `events_flat`: `audit_logs` for tools that know no lists, and for people. A list is a text with
 * commas, NULL where it is empty, and `sentence` says what happened in plain words.
 *
 * Over the view `audit_logs`, given what an engine calls things: each column costs what it costs there, and nothing
 * where it is not asked for.
 */
function eventsFlatView(dialect: ViewDialect): string {
  const flat = ({ name, type }: Column) => (type === 'list' ? `nullif(${dialect.joined(name)}, '')` : name)
  return withSentence(Object.fromEntries(columns.map(column => [column.name, flat(column)])), dialect)
}

/** SQL of what a target is, and of its name or id. What `target_users` says already is not said again. */
const TARGETS = [
  ["'namespace'", 'namespace'],
  ["'user'", 'CASE WHEN contains(details_target_users, details_spec_email) THEN NULL ELSE details_spec_email END'],
  ["'user'", 'CASE WHEN contains(details_target_users, details_user_id) THEN NULL ELSE details_user_id END'],
  ["'service_account'", 'details_service_account_id'],
  ["'user_group'", 'details_group_id'],
  ["'api_key'", 'details_key_id'],
  ["'api_key_owner'", 'details_spec_owner_id'],
  ["'nexus_endpoint'", 'details_endpoint_id'],
  ["'connectivity_rule'", 'details_connectivity_rule_id'],
  ["'project'", 'details_project_id'],
  ['resource_type', 'details_name'],
  ['resource_type', 'nullif(coalesce(details_spec_name, details_spec_display_name), namespace)'],
] as const

const OF_THE_EVENT = [
  'emit_time',
  'event_date',
  'log_id',
  'operation',
  'operation_name',
  'verb',
  'resource_type',
  'status',
  'actor',
  'principal_type',
  'principal_id',
  'client_ip',
  'async_operation_id',
] as const

/**
 * The SELECT of the view `event_targets`: a row for each event and each thing it was done to, by the names and ids that
 * the event itself says. An event that names nothing has none. The same text for every engine.
 */
function eventTargetsView(): string {
  const single = `array[${TARGETS.map(([, sql]) => sql).join(', ')}]`
  const types = TARGETS.map(([type], i) => `WHEN ${i + 1} THEN ${type}`).join(' ')
  const own = OF_THE_EVENT.join(', ')
  return `SELECT ${own}, CASE place ${types} ELSE 'user' END AS target_type, target
FROM (
  SELECT ${own}, coalesce(${single} || array_distinct(details_target_users), ${single}) AS targets FROM audit_logs
) event
CROSS JOIN UNNEST(targets) WITH ORDINALITY AS one(target, place)
WHERE target IS NOT NULL`
}

/**
 * The views over `audit_logs`, by name: the SELECT of each, given what an engine calls things. None of them costs
 * anything until it is asked.
 */
export const eventViews: Readonly<Record<string, (dialect: ViewDialect) => string>> = {
  events_flat: eventsFlatView,
  event_targets: eventTargetsView,
  access_changes: accessChangesView,
  known_names: knownNamesView,
  api_key_events: apiKeyEventsView,
}
