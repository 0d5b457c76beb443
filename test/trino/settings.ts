import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testSettings } from '../lake/aws/moto-server.ts'

/**
 * Writes the settings of a Trino that listens on this machine alone and has one catalog, `awsdatacatalog`: tables of
 * Glue with files in S3.
 *
 * @param folder gets `etc`, and what Trino keeps
 * @param aws where S3 is
 * @param glue where Glue is
 */
export async function writeSettings(folder: string, port: number, aws: string, glue: string): Promise<void> {
  await mkdir(join(folder, 'etc/catalog'), { recursive: true })
  const files: Record<string, readonly string[]> = {
    'node.properties': [...NODE, `node.data-dir=${folder}/data`],
    'config.properties': [...SERVER, `http-server.http.port=${port}`, `discovery.uri=http://127.0.0.1:${port}`],
    'jvm.config': JVM,
    'log.properties': ['io.trino=WARN'],
    'catalog/awsdatacatalog.properties': catalog(aws, glue),
  }
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder, 'etc', name), `${lines.join('\n')}\n`)
}

const NODE = ['node.environment=test', 'node.bind-ip=127.0.0.1', 'node.internal-address=127.0.0.1']

const SERVER = [
  'coordinator=true',
  'node-scheduler.include-coordinator=true',
  'query.max-memory=1GB',
  'query.max-memory-per-node=700MB',
  'memory.heap-headroom-per-node=300MB',
]

/** From https://trino.io/docs/476/installation/deployment.html, with a small heap. */
const JVM = [
  '-server',
  '-Xmx2G',
  '-XX:+ExitOnOutOfMemoryError',
  '-XX:ReservedCodeCacheSize=256M',
  '-XX:-OmitStackTraceInFastThrow',
  '-XX:+EnableDynamicAgentLoading',
  '-Djdk.attach.allowAttachSelf=true',
  '-Dfile.encoding=UTF-8',
  '-Duser.timezone=UTC',
  '--enable-native-access=ALL-UNNAMED',
  '--sun-misc-unsafe-memory-access=allow',
]

/** As Athena reads Glue, but for two calls that moto has not: segments of partitions, statistics of tables. */
function catalog(aws: string, glue: string): string[] {
  const { region, credentials } = testSettings
  return [
    'connector.name=hive',
    'hive.metastore=glue',
    'hive.metastore.glue.catalogid=123456789012',
    `hive.metastore.glue.region=${region}`,
    `hive.metastore.glue.endpoint-url=${glue}`,
    `hive.metastore.glue.aws-access-key=${credentials.accessKeyId}`,
    `hive.metastore.glue.aws-secret-key=${credentials.secretAccessKey}`,
    'hive.metastore.glue.partitions-segments=1',
    'hive.table-statistics-enabled=false',
    'hive.collect-column-statistics-on-write=false',
    'hive.metastore-cache-ttl=0s',
    'hive.partition-projection-enabled=true',
    'hive.recursive-directories=true',
    'hive.non-managed-table-writes-enabled=true',
    'fs.native-s3.enabled=true',
    `s3.endpoint=${aws}`,
    `s3.region=${region}`,
    's3.path-style-access=true',
    `s3.aws-access-key=${credentials.accessKeyId}`,
    `s3.aws-secret-key=${credentials.secretAccessKey}`,
  ]
}
