import type { ViewDialect } from './view-dialect.ts'

/** What a phrase may name, in SQL over the columns of `audit_logs`. */
export interface Noun {
  /** NULL where it is unknown. */
  readonly sql: string
  /** What it is called then; without, the phrase cannot be said. */
  readonly unknown?: string
}

/** The nouns of the phrases, by name. */
export function nounsOf(dialect: ViewDialect): Readonly<Record<string, Noun>> {
  const joined = (list: string) => `nullif(${dialect.joined(list)}, '')`
  const named = (kind: string, article: string, ...columns: string[]): Noun => ({
    sql: `'${kind} ' || ${anyOf(columns)}`,
    unknown: `${article} ${kind}`,
  })
  const users = ['details_spec_email', joined('details_target_users'), 'details_user_id']
  return {
    actor: { sql: ACTOR, unknown: 'Somebody' },
    status: { sql: 'status' },
    name: { sql: 'operation_name' },
    operation: { sql: 'operation' },
    target: { sql: anyOf(['namespace', 'details_spec_name', 'details_name', ...users, ...IDS]) },
    address: { sql: 'client_ip' },
    user: named('user', 'a', ...users),
    identity: named('identity', 'an', ...users, 'details_service_account_id', 'details_group_id'),
    serviceAccount: named('service account', 'a', 'details_spec_name', 'details_service_account_id'),
    group: named('user group', 'a', 'details_spec_display_name', 'details_group_id'),
    key: named('API key', 'an', 'details_spec_display_name', 'details_key_id'),
    namespace: named('namespace', 'a', 'namespace', 'details_spec_name'),
    place: { sql: 'namespace', unknown: 'a namespace' },
    rule: named('connectivity rule', 'a', 'details_connectivity_rule_id'),
    sink: named('export sink', 'an', 'details_name', 'details_spec_name'),
    auditSink: named('audit log sink', 'an', 'details_name', 'details_spec_name'),
    endpoint: named('Nexus endpoint', 'a', 'details_spec_name', 'details_endpoint_id'),
    project: named('project', 'a', 'details_spec_display_name', 'details_spec_name', 'details_project_id'),
    customRole: named('custom role', 'a', 'details_spec_name'),
    attribute: named(
      'search attribute',
      'a',
      'details_existing_custom_search_attribute_name',
      'details_search_attribute_update_existing_attribute',
    ),
    newAttribute: {
      sql: anyOf(['details_new_custom_search_attribute_name', 'details_search_attribute_update_new_attribute']),
    },
    region: { sql: 'details_region' },
    newRegion: named('region', 'a', 'details_region'),
    regions: { sql: joined('details_spec_regions') },
    retention: { sql: 'CAST(details_spec_retention_days AS varchar)' },
    certificates: { sql: joined('details_client_ca_fingerprints') },
    disabled: { sql: "CASE WHEN details_spec_disabled THEN 'disabled' END" },
    expiry: { sql: 'details_spec_expiry_time' },
    owner: { sql: OWNER },
    role: {
      sql: enumWord(
        anyOf([
          'details_spec_access_account_access_role',
          'details_access_account_access_role',
          joined('details_roles'),
        ]),
        'role_',
      ),
    },
    permission: {
      sql: enumWord(anyOf(['details_access_permission', 'details_namespace_access_permission']), 'permission_'),
    },
    permissions: { sql: PERMISSIONS },
  }
}

const ACTOR = "CASE WHEN principal_type = 'serviceaccount' THEN 'service account ' || actor ELSE actor END"

const IDS = ['service_account', 'group', 'key', 'endpoint', 'connectivity_rule', 'project'].map(
  kind => `details_${kind}_id`,
)

function anyOf(columns: readonly string[]): string {
  return columns.length === 1 ? columns[0]! : `coalesce(${columns.join(', ')})`
}

/** `ROLE_FINANCE_ADMIN` is `finance admin`. */
function enumWord(value: string, prefix: string): string {
  return `replace(replace(lower(${value}), '${prefix}', ''), '_', ' ')`
}

/** `service-account` and `OWNER_TYPE_SERVICE_ACCOUNT` are a `service account`. */
const OWNER = `coalesce(translate(replace(lower(details_spec_owner_type), 'owner_type_', ''), '_-', '  ') || ' ', '')
    || details_spec_owner_id`

/** `{"a.b": {"permission": "PERMISSION_WRITE"}}` is `a.b=write`. */
const PERMISSIONS = `nullif(replace(replace(replace(lower(translate(
    coalesce(details_spec_access_namespace_accesses, details_access_namespace_accesses), '{}" ', '')),
    'permission_', ''), ':permission:', '='), ',', ', '), '')`
