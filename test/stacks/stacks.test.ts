import { join } from 'node:path'
import { beforeAll, describe } from 'vitest'
import type { Synth } from './offline/synth.ts'
import { missingStages, synthesize } from './stage.ts'
import { alarmsSuite } from './suites/alarms.suite.ts'
import { bundlesSuite } from './suites/bundles.suite.ts'
import { cloudFormationSuite } from './suites/cloudformation.suite.ts'
import { functionsSuite } from './suites/functions.suite.ts'
import { lakeSuite } from './suites/lake.suite.ts'
import { permissionsSuite } from './suites/permissions.suite.ts'
import { stageSuite } from './suites/stage.suite.ts'
import { streamSuite } from './suites/stream.suite.ts'

const reason = missingStages()
const stages: Record<string, Synth> = {}

/** `dev` as it is shipped; `production` with everything turned on. */
beforeAll(async () => {
  if (reason) return
  const full = join(import.meta.dirname, 'offline/full.config.ts')
  const [dev, production] = await Promise.all([synthesize('dev'), synthesize('production', full)])
  Object.assign(stages, { dev, production })
}, 300_000)

describe.skipIf(reason !== null)(`the stacks${reason ? ` (skipped: ${reason})` : ''}`, () => {
  const dev = () => stages.dev!
  const production = () => stages.production!
  stageSuite(dev, production)
  streamSuite(dev, production)
  lakeSuite(dev, production)
  functionsSuite(dev, production)
  bundlesSuite(dev)
  permissionsSuite(dev, production)
  alarmsSuite(dev, production)
  cloudFormationSuite(dev, production)
})
