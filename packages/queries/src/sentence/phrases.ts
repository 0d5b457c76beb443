/**
 * What is said of an operation whose actor is known: `{a|b}` is the verb, to do it and done; `{noun}` is a noun of
 * `nouns.ts`; what stands in brackets is left out where its noun is unknown. Of several phrases the first counts whose
 * nouns are all known.
 */
export type Phrase = string | readonly string[]

const CREATED = '{create|created}'
const CHANGED = '{change|changed}'
const DELETED = '{delete|deleted}'

const ACCESS = '[, account role {role}][, namespace permissions {permissions}]'
const KEY = '[ for {owner}][, to expire {expiry}]'
const SETTINGS = '[, regions {regions}][, retention {retention} days][, client CA certificates {certificates}]'

/** Access to one place: what may be done there, else that something changed about it. */
function access(noun: string, place: 'place' | 'project'): Phrase {
  return [`{give|gave} {${noun}} {permission} on {${place}}`, `${CHANGED} the access of {${noun}} to {${place}}`]
}

/** Every operation that Temporal has named, in its normal form. */
export const PHRASES: Readonly<Record<string, Phrase>> = {
  ChangeAccountPlanType: `${CHANGED} the plan of the account`,
  UpdateAccount: `${CHANGED} the settings of the account[, client CA certificates {certificates}]`,
  CreateAPIKey: `${CREATED} {key}${KEY}`,
  DeleteAPIKey: `${DELETED} {key}`,
  UpdateAPIKey: `${CHANGED} {key}[ ({disabled})]${KEY}`,
  CreateConnectivityRule: `${CREATED} {rule}`,
  DeleteConnectivityRule: `${DELETED} {rule}`,
  CreateNamespace: `${CREATED} {namespace}${SETTINGS}`,
  DeleteNamespace: `${DELETED} {namespace}`,
  FailoverNamespaces: '{fail over|failed over} {namespace}[ to {region}]',
  RenameCustomSearchAttribute: '{rename|renamed} {attribute}[ to {newAttribute}] in {namespace}',
  UpdateNamespace: `${CHANGED} {namespace}${SETTINGS}`,
  CreateNamespaceExportSink: `${CREATED} {sink} of {namespace}`,
  DeleteNamespaceExportSink: `${DELETED} {sink} of {namespace}`,
  UpdateNamespaceExportSink: `${CHANGED} {sink} of {namespace}`,
  ValidateNamespaceExportSink: '{validate|validated} {sink} of {namespace}',
  CreateNexusEndpoint: `${CREATED} {endpoint}`,
  DeleteNexusEndpoint: `${DELETED} {endpoint}`,
  UpdateNexusEndpoint: `${CHANGED} {endpoint}`,
  CreateServiceAccount: `${CREATED} {serviceAccount}${ACCESS}`,
  CreateServiceAccountAPIKey: `${CREATED} {key}${KEY}`,
  DeleteServiceAccount: `${DELETED} {serviceAccount}`,
  UpdateServiceAccount: `${CHANGED} {serviceAccount}${ACCESS}`,
  CreateUser: `${CREATED} {user}${ACCESS}`,
  DeleteUser: `${DELETED} {user}`,
  InviteUsers: `{invite|invited} {user}${ACCESS}`,
  SetUserNamespaceAccess: access('user', 'place'),
  UpdateIdentityNamespacePermissions: access('identity', 'place'),
  UpdateUser: `${CHANGED} {user}${ACCESS}`,
  UpdateUserNamespacePermissions: access('user', 'place'),
  UserLogin: '{log in|logged in}[ from {address}]',
  CreateUserGroup: `${CREATED} {group}${ACCESS}`,
  DeleteUserGroup: `${DELETED} {group}`,
  SetUserGroupNamespaceAccess: access('group', 'place'),
  UpdateUserGroup: `${CHANGED} {group}${ACCESS}`,

  AddNamespaceRegion: '{add|added} {newRegion} to {namespace}',
  DeleteNamespaceRegion: '{remove|removed} {newRegion} from {namespace}',
  UpdateNamespaceTags: `${CHANGED} the tags of {namespace}`,
  AddUserGroupMember: '{add|added} {user} to {group}',
  RemoveUserGroupMember: '{remove|removed} {user} from {group}',
  SetServiceAccountNamespaceAccess: access('serviceAccount', 'place'),
  CreateAccountAuditLogSink: `${CREATED} {auditSink}`,
  UpdateAccountAuditLogSink: `${CHANGED} {auditSink}`,
  DeleteAccountAuditLogSink: `${DELETED} {auditSink}`,
  ValidateAccountAuditLogSink: '{validate|validated} {auditSink}',
  CreateBillingReport: `${CREATED} a billing report`,
  CreateCustomRole: `${CREATED} {customRole}`,
  UpdateCustomRole: `${CHANGED} {customRole}`,
  DeleteCustomRole: `${DELETED} {customRole}`,
  CreateProject: `${CREATED} {project}`,
  UpdateProject: `${CHANGED} {project}`,
  DeleteProject: `${DELETED} {project}`,
  SetUserProjectAccess: access('user', 'project'),
  SetUserGroupProjectAccess: access('group', 'project'),
  SetServiceAccountProjectAccess: access('serviceAccount', 'project'),
}

/** What is said of an operation that nobody has heard of yet. */
export const ANY_PHRASE: Phrase = '{run|ran} {operation}[ on {target}]'
