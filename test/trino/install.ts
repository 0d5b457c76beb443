import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { javaEnvironment } from './java.ts'

const VERSION = '476'
const MAVEN_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1'

interface Artifact {
  readonly name: string
  readonly extension: string
  readonly sha256: string
}

const SERVER: Artifact = {
  name: 'trino-server-core',
  extension: 'tar.gz',
  sha256: '0f388f9967c177ae70a47c099082fc95387f0c3cb96d8000d1d41fc3a5223158',
}

/** What reads tables of Glue. */
const HIVE: Artifact = {
  name: 'trino-hive',
  extension: 'zip',
  sha256: '611bacdb07d9f3cf7b9d47f97ecc76fa2e7ff8bfe8a9728c3d06adc1bfb8662e',
}

/**
 * The folder of a Trino, which is fetched with Maven the first time: 450 MB, kept in `$AUDIT_LAKE_TRINO_CACHE`, or else
 * in `~/.cache/temporal-audit-lake`.
 *
 * @throws Error when a program is missing, nothing can be fetched, or what was fetched is not what it was
 */
export async function installedTrino(javaHome: string): Promise<string> {
  const cache = process.env.AUDIT_LAKE_TRINO_CACHE ?? join(homedir(), '.cache/temporal-audit-lake')
  const folder = join(cache, `trino-${VERSION}`)
  if (existsSync(folder)) return folder
  console.error(`fetching Trino ${VERSION} into ${cache}: about 450 MB, once`)
  await mkdir(cache, { recursive: true })
  const scratch = await mkdtemp(join(cache, 'fetching-'))
  try {
    await unpack(SERVER, scratch, javaHome)
    await unpack(HIVE, scratch, javaHome)
    const made = join(scratch, `${SERVER.name}-${VERSION}`)
    await mkdir(join(made, 'plugin'), { recursive: true })
    await rename(join(scratch, `${HIVE.name}-${VERSION}`), join(made, 'plugin/hive'))
    await rename(made, folder)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  return folder
}

async function unpack({ name, extension, sha256 }: Artifact, folder: string, javaHome: string): Promise<void> {
  const artifact = `io.trino:${name}:${VERSION}:${extension}`
  const copy = ['-B', '-q', `${MAVEN_PLUGIN}:copy`, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`]
  run('mvn', copy, folder, javaEnvironment(javaHome))
  const archive = join(folder, `${name}-${VERSION}.${extension}`)
  const hash = createHash('sha256')
  await pipeline(createReadStream(archive), hash)
  const found = hash.digest('hex')
  if (found !== sha256) throw new Error(`${artifact} has the SHA-256 ${found}, not ${sha256}: fetch it from elsewhere`)
  if (extension === 'zip') run('unzip', ['-q', archive], folder)
  else run('tar', ['-xzf', archive], folder)
  await rm(archive)
}

function run(program: string, parameters: readonly string[], cwd: string, env = process.env): void {
  const { status, error } = spawnSync(program, parameters, { cwd, env, stdio: ['ignore', 2, 2] })
  if (error) throw new Error(`${program} cannot be started, which Trino is fetched with: install it`, { cause: error })
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')} failed with exit code ${status}`)
}
