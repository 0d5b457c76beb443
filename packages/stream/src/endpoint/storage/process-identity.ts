import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** What tells a process from all others, also from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number
  /** When it began, in whatever words the system has for it; null when it has none. */
  readonly started: string | null
}

export async function thisProcess(): Promise<ProcessIdentity> {
  return { pid: process.pid, started: await startOf(process.pid) }
}

/** Whether the process runs: after a restart, in a container above all, its number may be somebody else's. */
export async function isStillThere({ pid, started }: ProcessIdentity): Promise<boolean> {
  if (!isAlive(pid)) return false
  const now = await startOf(pid)
  return started === null || now === null || started === now
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function startOf(pid: number): Promise<string | null> {
  try {
    return process.platform === 'linux' ? await startOnLinux(pid) : await startByPs(pid)
  } catch {
    return null // no such process, or a system that does not say
  }
}

/** proc(5): clock ticks since boot are field 22 of stat; the name, field 2, may hold spaces and parentheses. */
async function startOnLinux(pid: number): Promise<string> {
  const [boot, stat] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ])
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3]
  return `${boot.trim()} ${ticks}`
}

async function startByPs(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)])
  return stdout.trim()
}
