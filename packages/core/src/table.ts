/** What a column holds, in the words of the table; each engine's own name for it is derived from this. */
export type ColumnType = 'string' | 'int' | 'boolean' | 'timestamp' | 'list'

/** What one cell holds. A timestamp is in milliseconds since the epoch, a list is a list of texts. */
export type Cell = string | number | boolean | readonly string[] | null

/** One column of the table. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** The question it answers. */
  readonly group: ColumnGroup
  /** One sentence for people: in the documentation, and as the column's comment in catalogs. */
  readonly description: string
  /** JSON Pointers (RFC 6901) of the members that fill it, the preferred one first; empty when it is derived. */
  readonly from: readonly string[]
}

export type ColumnGroup = 'what' | 'who' | 'from where' | 'correlation' | 'on what' | 'everything' | 'provenance'

/** The two spellings of a top-level member: as the stream has it, and as Temporal's API has it. */
function spelled(...names: readonly string[]): string[] {
  return names.flatMap(name => {
    const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    return camel === name ? [`/${name}`] : [`/${name}`, `/${camel}`]
  })
}

/** Where a leaf of the details may stand: in the new free-form member, or in the old typed one. */
function inDetails(leaf: string): string[] {
  return [`/raw_details${leaf}`, `/rawDetails${leaf}`, `/details${leaf}`]
}

function column<Name extends string>(
  group: ColumnGroup,
  name: Name,
  type: ColumnType,
  description: string,
  from: readonly string[] = [],
): Column & { readonly name: Name } {
  return { name, type, group, description, from }
}

/** A leaf of the details as a column: `/spec/name` becomes `details_spec_name`. */
function leaf(path: string, type: ColumnType, description: string): Column {
  return column('on what', `details${path.replaceAll('/', '_')}`, type, description, inDetails(path))
}

const fixed = [
  column(
    'what',
    'log_id',
    'string',
    'Id of the log entry; `sha256:` and a hash of the record where it has none (2023).',
    spelled('log_id'),
  ),
  column(
    'what',
    'version',
    'int',
    'Raised by Temporal when it sends the same entry again; 0 where there is none.',
    spelled('version'),
  ),
  column('what', 'emit_time', 'timestamp', 'When the event happened, in UTC.', spelled('emit_time')),
  column('what', 'event_date', 'string', 'UTC day of `emit_time`, `YYYY-MM-DD`: always filter on it.'),
  column('what', 'operation', 'string', 'The operation exactly as received.', spelled('operation')),
  column(
    'what',
    'operation_name',
    'string',
    'The operation in one spelling for all generations of the format: `DeleteUserAPI` is `DeleteUser`.',
  ),
  column('what', 'verb', 'string', 'What was done: `create`, `update`, `delete`, `login`, ...'),
  column('what', 'resource_type', 'string', 'What kind of thing it was done to: `namespace`, `user`, `api_key`, ...'),
  column('what', 'status', 'string', 'Outcome: `OK` or `ERROR`; treat it as an open set.', spelled('status')),
  column('what', 'level', 'string', 'Severity, in records before 2025: `LOG_LEVEL_INFO`, ...', spelled('level')),
  column(
    'what',
    'category',
    'string',
    'Category, in records before 2025: `LOG_CATEGORY_ADMIN`, ...',
    spelled('category'),
  ),

  column('who', 'actor', 'string', 'Who did it: `principal_name`, else `user_email`, else `principal_id`.'),
  column('who', 'principal_type', 'string', '`user` or `serviceaccount`; treat it as an open set.', [
    '/principal/type',
  ]),
  column('who', 'principal_id', 'string', 'Id of the user or service account.', ['/principal/id']),
  column('who', 'principal_name', 'string', 'Name of the principal; the e-mail address of a user.', [
    '/principal/name',
  ]),
  column('who', 'principal_api_key_id', 'string', 'Id of the API key that was used, if one was.', [
    '/principal/api_key_id',
    '/principal/apiKeyId',
  ]),
  column('who', 'user_email', 'string', 'E-mail address of the user, in records before 2025.', spelled('user_email')),

  column(
    'from where',
    'client_ip',
    'string',
    'Address of the client: `x_forwarded_for` from right to left, trusted proxies skipped.',
  ),
  column(
    'from where',
    'x_forwarded_for',
    'string',
    'Chain of addresses exactly as received.',
    spelled('x_forwarded_for', 'caller_ip_address'),
  ),

  column(
    'correlation',
    'async_operation_id',
    'string',
    'Id the caller gave the operation, if any: often the ticket of the change.',
    spelled('async_operation_id', 'request_id'),
  ),

  column('on what', 'namespace', 'string', 'The namespace it was done to, if any.', inDetails('/namespace')),

  column(
    'everything',
    'details',
    'string',
    'JSON text of `raw_details`, else `details`, exactly as received.',
    spelled('raw_details', 'details'),
  ),
  column(
    'everything',
    'extra',
    'string',
    'JSON of every member that no other column holds exactly: new fields, odd types, the older of two values.',
  ),
  column('everything', 'record_form', 'string', 'Generation of the record format: `2023`, `2024`, `2025` or `api`.'),

  column(
    'provenance',
    'source',
    'string',
    'Where the record came from: `kinesis:<stream>`, `file:<name>`, or `raw:<folder>` of the archive.',
  ),
  column('provenance', 'shard_id', 'string', 'Shard of the Kinesis stream.'),
  column('provenance', 'sequence_number', 'string', 'Sequence number of the Kinesis record.'),
  column('provenance', 'arrival_time', 'timestamp', 'When the record arrived in the stream, in UTC.'),
] as const

/**
 * The leaves that are known: of the old `details` from Temporal's protobuf, of `raw_details` from the Cloud Ops API's
 * requests (inferred: no sample was ever published). All others are in `details` just as well.
 */
const leaves: readonly Column[] = [
  leaf('/target_users', 'list', 'Users it was done to: ids or e-mail addresses.'),
  leaf('/roles', 'list', 'Roles given.'),
  leaf('/client_ca_fingerprints', 'list', 'Fingerprints of the client CA certificates.'),
  leaf('/account_features', 'list', 'Account features changed.'),
  leaf('/region', 'string', 'Region, of a failover.'),
  leaf('/additional_message', 'string', 'Free text.'),
  leaf('/search_attribute_update/existing_attribute', 'string', 'Search attribute before it was renamed.'),
  leaf('/search_attribute_update/new_attribute', 'string', 'Search attribute after it was renamed.'),
  leaf('/third_party_details/id', 'string', 'Id of the event at the third party.'),
  leaf('/third_party_details/source', 'string', 'The third party, such as `auth0`.'),
  leaf('/third_party_details/raw_message', 'string', 'The whole event of the third party.'),
  leaf('/access/account_access/role', 'string', 'Account role given.'),
  leaf('/access/namespace_accesses', 'string', 'Namespace permissions given: a JSON object.'),
  leaf('/access/permission', 'string', 'Namespace permission given.'),
  leaf('/namespace_access/permission', 'string', 'Namespace permission given.'),
  leaf('/user_id', 'string', 'Id of the user it was done to.'),
  leaf('/service_account_id', 'string', 'Id of the service account it was done to.'),
  leaf('/group_id', 'string', 'Id of the user group it was done to.'),
  leaf('/key_id', 'string', 'Id of the API key it was done to.'),
  leaf('/endpoint_id', 'string', 'Id of the Nexus endpoint it was done to.'),
  leaf('/connectivity_rule_id', 'string', 'Id of the connectivity rule it was done to.'),
  leaf('/project_id', 'string', 'Id of the project.'),
  leaf('/name', 'string', 'Name of the export sink it was done to.'),
  leaf('/existing_custom_search_attribute_name', 'string', 'Search attribute before it was renamed.'),
  leaf('/new_custom_search_attribute_name', 'string', 'Search attribute after it was renamed.'),
  leaf('/spec/name', 'string', 'Name asked for.'),
  leaf('/spec/email', 'string', 'E-mail address of the new or changed user.'),
  leaf('/spec/display_name', 'string', 'Display name asked for.'),
  leaf('/spec/owner_id', 'string', 'Owner of the API key.'),
  leaf('/spec/owner_type', 'string', 'Type of the owner of the API key.'),
  leaf('/spec/expiry_time', 'string', 'When the API key expires, RFC 3339.'),
  leaf('/spec/disabled', 'boolean', 'Whether the API key is disabled.'),
  leaf('/spec/regions', 'list', 'Regions of the namespace.'),
  leaf('/spec/retention_days', 'int', 'Retention of the namespace in days.'),
  leaf('/spec/access/account_access/role', 'string', 'Account role asked for.'),
  leaf('/spec/access/namespace_accesses', 'string', 'Namespace permissions asked for: a JSON object.'),
]

/** The columns that are not leaves of the details, by name. */
export type FixedColumnName = (typeof fixed)[number]['name']

/** The columns that are leaves of the details, in the order of the table. */
export const leafColumns: readonly Column[] = leaves

/**
 * The table of log records, in order: said here once. Parquet, Arrow, DuckDB, Glue and the documentation derive from it.
 *
 * A row is a list of cells in this order.
 */
export const columns: readonly Column[] = [
  ...fixed.filter(({ group }) => group !== 'everything' && group !== 'provenance'),
  ...leaves,
  ...fixed.filter(({ group }) => group === 'everything' || group === 'provenance'),
]

/** Where each column that is not a leaf stands in a row. */
export const columnAt = Object.fromEntries(
  fixed.map(({ name }) => [name, columns.findIndex(column => column.name === name)]),
) as Readonly<Record<FixedColumnName, number>>

/** The JSON Pointers that fill a column, the preferred one first. */
export function pointersOf(name: FixedColumnName): readonly string[] {
  return fixed.find(column => column.name === name)!.from
}
