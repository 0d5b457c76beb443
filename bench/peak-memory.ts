import { readFileSync } from 'node:fs'

/**
 * The most memory this process has had resident, in bytes.
 *
 * Linux tells it of the process alone; elsewhere, and in `getrusage` on Linux too, a child starts with its parent's peak.
 */
export function peakMemory(): number {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))!
    return Number(kibibytes) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}
