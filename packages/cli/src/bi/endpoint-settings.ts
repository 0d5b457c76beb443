import { CATALOG, DATABASE } from '@temporal-audit-lake/lake/athena-endpoint'

const REGION = 'us-east-1'
const HOST = `athena.${REGION}.amazonaws.com:443`

/**
 * How drivers and tools open the Athena endpoint that `audit-lake up` serves. Any credentials will do; a region has to be
 * said, and means nothing.
 *
 * https://pyathena.dev/sqlalchemy.html, https://docs.aws.amazon.com/athena/latest/ug/jdbc-v3-driver.html,
 * https://docs.aws.amazon.com/athena/latest/ug/odbc-v2-driver.html
 */
export function endpointSettings(url: string) {
  const server = url.replace(/\/+$/, '')
  return [
    {
      tool: 'SQLAlchemy (Superset)',
      setting: `awsathena+rest://local:local@${HOST}/${DATABASE}?work_group=primary&endpoint_url=${server}`,
    },
    {
      tool: 'PyAthena',
      setting: `connect(endpoint_url="${server}", region_name="${REGION}", schema_name="${DATABASE}", work_group="primary", aws_access_key_id="local", aws_secret_access_key="local")`,
    },
    {
      tool: 'AWS SDKs and command line',
      setting: `AWS_ENDPOINT_URL_ATHENA=${server} AWS_ENDPOINT_URL_S3=${server} AWS_REGION=${REGION} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    },
    {
      tool: 'JDBC (DBeaver, Metabase)',
      setting: `jdbc:athena://Region=${REGION};Catalog=${CATALOG};Database=${DATABASE};WorkGroup=primary;AthenaEndpoint=${server};ResultFetcher=GetQueryResults;CredentialsProvider=DefaultChain`,
    },
    {
      tool: 'ODBC (Power BI, Tableau)',
      setting: `Driver={Amazon Athena ODBC (x64)};AwsRegion=${REGION};Schema=${DATABASE};Workgroup=primary;EndpointOverride=${server.replace(/^https?:\/\//, '')};UID=local;PWD=local;AuthenticationType=IAM Credentials`,
    },
  ]
}
