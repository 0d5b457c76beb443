/** An operation taken apart. */
export interface OperationParts {
  /** The normal form: old and new spellings of one operation agree. */
  readonly name: string
  /** What was done, lower case: `create`, `update`, `delete`, `login`, ... */
  readonly verb: string
  /** What it was done to, snake_case: `namespace`, `api_key`, `user`, ... */
  readonly resourceType: string
}

/**
 * Every operation Temporal has named, in its normal form: verb and resource type.
 *
 * The documented ones come from Temporal's audit log pages of 2023 to 2025; below the line are the calls of the Cloud
 * Ops API that change something and have no documented operation. The set is open: see `ruleOf` for all others.
 */
const KNOWN: Readonly<Record<string, readonly [verb: string, resourceType: string]>> = {
  ChangeAccountPlanType: ['change', 'account'],
  UpdateAccount: ['update', 'account'],
  CreateAPIKey: ['create', 'api_key'],
  DeleteAPIKey: ['delete', 'api_key'],
  UpdateAPIKey: ['update', 'api_key'],
  CreateConnectivityRule: ['create', 'connectivity_rule'],
  DeleteConnectivityRule: ['delete', 'connectivity_rule'],
  CreateNamespace: ['create', 'namespace'],
  DeleteNamespace: ['delete', 'namespace'],
  FailoverNamespaces: ['failover', 'namespace'],
  RenameCustomSearchAttribute: ['rename', 'namespace'],
  UpdateNamespace: ['update', 'namespace'],
  CreateNamespaceExportSink: ['create', 'namespace_export_sink'],
  DeleteNamespaceExportSink: ['delete', 'namespace_export_sink'],
  UpdateNamespaceExportSink: ['update', 'namespace_export_sink'],
  ValidateNamespaceExportSink: ['validate', 'namespace_export_sink'],
  CreateNexusEndpoint: ['create', 'nexus_endpoint'],
  DeleteNexusEndpoint: ['delete', 'nexus_endpoint'],
  UpdateNexusEndpoint: ['update', 'nexus_endpoint'],
  CreateServiceAccount: ['create', 'service_account'],
  CreateServiceAccountAPIKey: ['create', 'api_key'],
  DeleteServiceAccount: ['delete', 'service_account'],
  UpdateServiceAccount: ['update', 'service_account'],
  CreateUser: ['create', 'user'],
  DeleteUser: ['delete', 'user'],
  InviteUsers: ['invite', 'user'],
  SetUserNamespaceAccess: ['set', 'user'],
  UpdateIdentityNamespacePermissions: ['update', 'user'],
  UpdateUser: ['update', 'user'],
  UpdateUserNamespacePermissions: ['update', 'user'],
  UserLogin: ['login', 'user'],
  CreateUserGroup: ['create', 'user_group'],
  DeleteUserGroup: ['delete', 'user_group'],
  SetUserGroupNamespaceAccess: ['set', 'user_group'],
  UpdateUserGroup: ['update', 'user_group'],

  AddNamespaceRegion: ['add', 'namespace'],
  DeleteNamespaceRegion: ['delete', 'namespace'],
  UpdateNamespaceTags: ['update', 'namespace'],
  AddUserGroupMember: ['add', 'user_group'],
  RemoveUserGroupMember: ['remove', 'user_group'],
  SetServiceAccountNamespaceAccess: ['set', 'service_account'],
  CreateAccountAuditLogSink: ['create', 'account_audit_log_sink'],
  UpdateAccountAuditLogSink: ['update', 'account_audit_log_sink'],
  DeleteAccountAuditLogSink: ['delete', 'account_audit_log_sink'],
  ValidateAccountAuditLogSink: ['validate', 'account_audit_log_sink'],
  CreateBillingReport: ['create', 'billing_report'],
  CreateCustomRole: ['create', 'custom_role'],
  UpdateCustomRole: ['update', 'custom_role'],
  DeleteCustomRole: ['delete', 'custom_role'],
  CreateProject: ['create', 'project'],
  UpdateProject: ['update', 'project'],
  DeleteProject: ['delete', 'project'],
  SetUserProjectAccess: ['set', 'user'],
  SetUserGroupProjectAccess: ['set', 'user_group'],
  SetServiceAccountProjectAccess: ['set', 'service_account'],
}

/** Spellings that dropping a final `API` does not bring to the normal form. */
const RENAMED: Readonly<Record<string, string>> = { FailoverNamespace: 'FailoverNamespaces' }

const remembered = new Map<string, OperationParts>()
const REMEMBER_AT_MOST = 1000
const REMEMBER_UP_TO = 100 // characters

/**
 * Takes an operation apart.
 *
 * @example
 * operationParts('DeleteUserAPI')  // { name: 'DeleteUser', verb: 'delete', resourceType: 'user' }
 * operationParts('RotateMTLSCert') // { name: 'RotateMTLSCert', verb: 'rotate', resourceType: 'mtls_cert' }
 */
export function operationParts(operation: string): OperationParts {
  let parts = remembered.get(operation)
  if (!parts) {
    parts = takeApart(operation)
    if (remembered.size < REMEMBER_AT_MOST && operation.length <= REMEMBER_UP_TO) remembered.set(operation, parts)
  }
  return parts
}

/** Every operation the table knows, in its normal form. */
export const knownOperations: readonly string[] = Object.keys(KNOWN)

function takeApart(operation: string): OperationParts {
  const bare = /[a-z]API$/.test(operation) ? operation.slice(0, -'API'.length) : operation
  const name = Object.hasOwn(RENAMED, bare) ? RENAMED[bare]! : bare
  const [verb, resourceType] = Object.hasOwn(KNOWN, name) ? KNOWN[name]! : ruleOf(name)
  return { name, verb, resourceType }
}

/** The rule for operations nobody has heard of yet: the first word is the verb, the others are the resource type. */
function ruleOf(name: string): readonly [string, string] {
  const [verb = '', ...rest] = words(name)
  return [verb, rest.join('_')]
}

/** `CreateAPIKey` is `create`, `api`, `key`. */
function words(name: string): string[] {
  return (name.match(/\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?[\p{Ll}\p{N}]+/gu) ?? [name]).map(word => word.toLowerCase())
}
