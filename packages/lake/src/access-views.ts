import type { ViewDialect } from '@temporal-audit-lake/queries'

const OF_THE_EVENT = [
  'emit_time',
  'event_date',
  'log_id',
  'operation',
  'operation_name',
  'verb',
  'status',
  'actor',
  'client_ip',
  'async_operation_id',
].join(', ')

/** `"payments.a1b2c": {"permission": "PERMISSION_WRITE"}` */
const NAMESPACE_ACCESS = String.raw`"([^"]+)"\s*:\s*\{\s*"permission"\s*:\s*"([^"]*)"`

/** To whom it was done: what `target_users` says counts where nothing else names a user. */
const SUBJECTS = `CASE
      WHEN starts_with(resource_type, 'service_account') OR (resource_type = 'user' AND details_service_account_id IS NOT NULL)
        THEN array[coalesce(details_spec_name, details_service_account_id)]
      WHEN (resource_type = 'user_group' AND verb NOT IN ('add', 'remove')) OR (resource_type = 'user' AND details_group_id IS NOT NULL)
        THEN array[coalesce(details_spec_display_name, details_group_id)]
      WHEN coalesce(details_spec_email, details_user_id) IS NOT NULL THEN array[coalesce(details_spec_email, details_user_id)]
      ELSE coalesce(array_distinct(details_target_users), array[CAST(NULL AS varchar)]) END`

const SUBJECT_TYPE = `CASE
      WHEN starts_with(resource_type, 'service_account') OR (resource_type = 'user' AND details_service_account_id IS NOT NULL)
        THEN 'service_account'
      WHEN (resource_type = 'user_group' AND verb NOT IN ('add', 'remove')) OR (resource_type = 'user' AND details_group_id IS NOT NULL)
        THEN 'user_group'
      ELSE 'user' END`

/**
 * The SELECT of the view `access_changes`: a row for each event that says who may do what, each one it says it of, and
 * each place.
 *
 * - `subject_type`, `subject`: a user, service account or user group, by the name or id in the event; NULL where it
 *   names nobody, as records of 2023 may. `known_names` knows names of ids.
 * - `scope`: `account`, a namespace, or `group:<id>`. `access`: the role or permission, such as `finance_admin`,
 *   `write`, `member`; `none` where it was taken away; NULL where the event does not say.
 * - `states_all`: whether the event says all that the subject may do, so that what it does not name is gone: the making,
 *   an update with the access in it, the deletion. That an update states all is how Temporal's API takes it; for the
 *   log it is not documented.
 *
 * Attempts that failed are in it: a state is folded from those with status OK.
 */
export function accessChangesView(dialect: ViewDialect): string {
  const word = (value: string, prefix: string) => `replace(lower(${value}), '${prefix}', '')`
  const all = (group: number) => dialect.extracted('accesses', NAMESPACE_ACCESS, group)
  return `SELECT ${OF_THE_EVENT}, subject_type, subject, scope,
  CASE WHEN is_given AND scope = 'account' AND place = 1 THEN ${word('role', 'role_')}
    ELSE ${word('permissions[place]', 'permission_')} END AS access,
  states_all
FROM (
  SELECT ${OF_THE_EVENT}, subject_type, subjects, role, is_given, states_all,
    CASE WHEN is_given THEN array['account'] || coalesce(${all(1)}, array[]) WHEN verb = 'delete' THEN array['account']
      ELSE array[place_named] END AS scopes,
    CASE WHEN is_given THEN array[role] || coalesce(${all(2)}, array[]) WHEN verb = 'delete' THEN array['none']
      ELSE array[permission] END AS permissions
  FROM (
    SELECT ${OF_THE_EVENT},
    ${SUBJECT_TYPE} AS subject_type,
    ${SUBJECTS} AS subjects,
    coalesce(details_spec_access_account_access_role, details_access_account_access_role,
      nullif(${dialect.joined('details_roles')}, '')) AS role,
    coalesce(details_spec_access_namespace_accesses, details_access_namespace_accesses) AS accesses,
    CASE WHEN verb = 'add' THEN 'member' WHEN verb = 'remove' THEN 'none'
      ELSE coalesce(details_access_permission, details_namespace_access_permission) END AS permission,
    CASE WHEN verb IN ('add', 'remove') THEN 'group:' || details_group_id ELSE namespace END AS place_named,
    operation_name IN (${quotedAll(GIVING)}) AS is_given,
    operation_name IN (${quotedAll(DELETING)}) OR (operation_name IN (${quotedAll(GIVING)})
      AND coalesce(details_spec_access_account_access_role, details_access_account_access_role,
        details_spec_access_namespace_accesses, details_access_namespace_accesses,
        nullif(${dialect.joined('details_roles')}, '')) IS NOT NULL) AS states_all
    FROM audit_logs
    WHERE operation_name IN (${quotedAll([...GIVING, ...DELETING, ...ONE_PLACE])})
  )
) event
CROSS JOIN UNNEST(subjects) AS one(subject)
CROSS JOIN UNNEST(scopes) WITH ORDINALITY AS part(scope, place)`
}

/** Operations that say the account role, and permissions in any number of namespaces. */
const GIVING = [
  'CreateUser',
  'InviteUsers',
  'UpdateUser',
  'CreateServiceAccount',
  'UpdateServiceAccount',
  'CreateUserGroup',
  'UpdateUserGroup',
]

const DELETING = ['DeleteUser', 'DeleteServiceAccount', 'DeleteUserGroup']

/** Operations about one namespace, or one group. */
const ONE_PLACE = [
  'SetUserNamespaceAccess',
  'UpdateUserNamespacePermissions',
  'UpdateIdentityNamespacePermissions',
  'SetUserGroupNamespaceAccess',
  'SetServiceAccountNamespaceAccess',
  'AddUserGroupMember',
  'RemoveUserGroupMember',
]

function quotedAll(names: readonly string[]): string {
  return names.map(name => `'${name}'`).join(', ')
}
