/** What Temporal Cloud has to be told. */
export interface TemporalSink {
  readonly streamArn: string
  /** The bare name of the role that Temporal Cloud writes with. */
  readonly roleName: string
  readonly region: string
}

/** How to tell it: in Temporal's UI, with its command line, or with its Terraform provider. One of them is enough. */
export function temporalSink({ streamArn, roleName, region }: TemporalSink) {
  return {
    ui: `Settings > Integrations > Audit Logging > Kinesis: ARN ${streamArn}, role name ${roleName}, region ${region}, then Verify`,
    cli: [
      'temporal cloud account audit-log sink kinesis create',
      '--sink-name temporal-audit-lake',
      `--role-name ${roleName}`,
      `--destination-uri ${streamArn}`,
      `--region ${region}`,
    ].join(' '),
    terraform: `resource "temporalcloud_account_audit_log_sink" "audit_lake" {
  sink_name = "temporal-audit-lake"
  kinesis = {
    role_name       = "${roleName}"
    destination_uri = "${streamArn}"
    region          = "${region}"
  }
}`,
  }
}
