import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { missingPlatform, ROOT } from './offline/platform.ts'
import type { Inputs, Resource } from './offline/provider.ts'
import type { Synth } from './offline/synth.ts'

/** Why stages cannot be synthesized here; null when they can. In CI they must be. */
export function missingStages(): string | null {
  const reason = missingPlatform()
  if (reason && process.env.CI) throw new Error(reason)
  return reason
}

/** Runs sst.config.ts for a stage, in a process of its own. @param configuration in place of audit-lake.config.ts */
export async function synthesize(stage: string, configuration?: string): Promise<Synth> {
  const script = join(import.meta.dirname, 'offline/synth.ts')
  const args = ['--import', 'tsx', script, stage, ...(configuration ? [configuration] : [])]
  const options = { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 }
  const { stdout } = await promisify(execFile)(process.execPath, args, options)
  return JSON.parse(stdout) as Synth
}

/** The resources of a type, such as `aws:lambda/function:Function`. */
export function ofType({ resources }: Synth, type: string): readonly Resource[] {
  return resources.filter(resource => resource.type === type)
}

/** What the one resource of a type was asked to be. @param name when there are several */
export function only(synth: Synth, type: string, name?: string): Inputs {
  const found = ofType(synth, type).filter(resource => name === undefined || resource.name === name)
  if (found.length !== 1) throw new Error(`there are ${found.length} of ${type} ${name ?? ''}, not one`)
  return found[0]!.inputs
}
