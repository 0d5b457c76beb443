import type { FoundStage } from './find-stage.ts'

/**
 * How tools ask Athena about a stage. All of them take credentials as the AWS CLI does, and the workgroup says where
 * results go: none needs a key or a place for results in its settings.
 *
 * https://docs.aws.amazon.com/athena/latest/ug/jdbc-v3-driver.html,
 * https://docs.aws.amazon.com/athena/latest/ug/odbc-v2-driver.html, https://github.com/laughingman7743/PyAthena
 */
export function athenaSettings({ region, names: { database, workgroup } }: FoundStage) {
  const host = `athena.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`
  return [
    {
      tool: 'JDBC 3 (DBeaver, Tableau, Metabase)',
      setting: `jdbc:athena://Region=${region};WorkGroup=${workgroup};Database=${database};CredentialsProvider=DefaultChain;`,
    },
    {
      tool: 'ODBC 2 (Power BI, Excel)',
      setting: `Driver={Amazon Athena ODBC (x64)};AwsRegion=${region};Schema=${database};WorkGroup=${workgroup};AuthenticationType=Default Credentials;`,
    },
    {
      tool: 'SQLAlchemy (Superset)',
      setting: `awsathena+rest://@${host}:443/${database}?work_group=${workgroup}`,
    },
    {
      tool: 'PyAthena',
      setting: `pyathena.connect(region_name='${region}', work_group='${workgroup}', schema_name='${database}')`,
    },
  ]
}
