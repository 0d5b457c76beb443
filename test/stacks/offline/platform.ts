import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Pulumi } from './provider.ts'

export const ROOT = join(import.meta.dirname, '../../..')

/** What `npx sst install` unpacks: SST's components, with Pulumi and its AWS provider. */
export const PLATFORM = join(ROOT, '.sst/platform')

/** How it is unpacked without AWS, and without Bun. */
const INSTALL = 'npm run platform'

/** Why the stacks cannot be run here; null when they can. */
export function missingPlatform(): string | null {
  const isThere = existsSync(join(PLATFORM, 'node_modules/@pulumi/aws/package.json'))
  return isThere ? null : `SST's platform is not installed: ${INSTALL}`
}

/** Pulumi as SST's components load it. */
export function loadPulumi(): Pulumi {
  return createRequire(join(PLATFORM, 'package.json'))('@pulumi/pulumi') as Pulumi
}
