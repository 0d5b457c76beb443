import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The oldest Java that Trino 476 starts on: https://trino.io/docs/476/installation/deployment.html */
const OLDEST = 24

/** Where Linux distributions and macOS put what they install. */
const USUAL_FOLDERS = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines']

/**
 * The home of a Java that Trino starts on: `AUDIT_LAKE_JAVA_HOME`, `JAVA_HOME`, or one that is installed as usual.
 *
 * @throws Error that says what to install
 */
export function javaHome(): string {
  const named = [process.env.AUDIT_LAKE_JAVA_HOME, process.env.JAVA_HOME].filter(home => home !== undefined)
  const home = [...named, ...USUAL_FOLDERS.flatMap(homesIn)].find(home => versionOf(home) >= OLDEST)
  if (home) return home
  throw new Error(`no Java ${OLDEST} or newer is here: install a JDK, or set AUDIT_LAKE_JAVA_HOME to the folder of one`)
}

function homesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap(name => [join(folder, name), join(folder, name, 'Contents/Home')])
}

function versionOf(home: string): number {
  const java = join(home, 'bin/java')
  if (!existsSync(java)) return 0
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' })
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0)
}

/** As it must be in the environment of what is written in Java. */
export function javaEnvironment(home: string): NodeJS.ProcessEnv {
  return { ...process.env, JAVA_HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}` }
}
