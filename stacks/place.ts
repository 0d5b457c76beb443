/** Where things are made, as ARNs and names need it. */
export interface Place {
  readonly partition: string
  readonly region: string
  readonly accountId: string
  readonly app: string
  readonly stage: string
}

/** The name of the Glue database, where dashes would have to be quoted: `temporal_audit_lake_production`. */
export function databaseName(app: string, stage: string): string {
  return `${app}_${stage}`.replaceAll('-', '_').toLowerCase()
}
