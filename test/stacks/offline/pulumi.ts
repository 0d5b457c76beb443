// Takes the place of Pulumi's command beneath the real SST: runs the program that SST has bundled on a provider that
// makes nothing, writes the log of events that SST follows, and the checkpoint that it reads back.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { captureResources, type Inputs, type Pulumi, type Resource } from './provider.ts'

const STACK = 'pulumi:pulumi:Stack'

const [command, ...args] = process.argv.slice(2)
const workspace = process.cwd() // the program changes to the project's root

const option = (name: string) => args[args.indexOf(name) + 1]!

if (command === 'version')
  console.log('v3.215.0') // what SST 4.17.1 brings along
else if (command === 'stack' && args[0] === 'init') {
  const [, app, stage] = args[1]!.split('/')
  writeCheckpoint(app!, stage!, [])
} else if (command === 'preview' || command === 'up') process.exitCode = await runProgram(command === 'preview')
else {
  console.error(`the stand-in for Pulumi has no ${command}`)
  process.exitCode = 1
}

async function runProgram(isPreview: boolean): Promise<number> {
  const main = /main: (.*)/.exec(readFileSync('Pulumi.yaml', 'utf8'))![1]!.trim()
  const [, app, stage] = option('--stack').split('/') as [string, string, string]
  const pulumi = createRequire(main)('@pulumi/pulumi') as Pulumi
  const log = eventLog(option('--event-log'))
  const urnOf = ({ type, name }: Pick<Resource, 'type' | 'name'>) => `urn:pulumi:${stage}::${app}::${type}::${name}`
  const onResource = (resource: Resource) => {
    const state = {
      urn: urnOf(resource),
      type: resource.type,
      id: '',
      parent: '',
      provider: '',
      inputs: resource.inputs,
    }
    const made = { op: 'create', urn: state.urn, type: resource.type, old: null, new: { ...state, outputs: {} } }
    const metadata = { ...made, keys: null, provider: '', logical: true }
    log({ resourcePreEvent: { metadata, planning: isPreview } })
    log({ resOutputsEvent: { metadata, planning: isPreview } })
  }
  const resources = captureResources(pulumi, { app, stage, region: process.env.AWS_REGION!, onResource })
  const failures: unknown[] = []
  const fail = (error: unknown) => void failures.push(error)
  process.on('unhandledRejection', fail).on('uncaughtException', fail)
  // what SST has bundled runs when it is loaded
  const program = async () => ((await import(pathToFileURL(main).href)) as { default: unknown }).default
  const outputs = await pulumi.runtime.runInPulumiStack(program).then(made => known(pulumi, made), fail)
  await pulumi.runtime.disconnect()
  process.off('unhandledRejection', fail).off('uncaughtException', fail)
  if (failures.length > 0) {
    const message = String((failures[0] as Error).stack ?? failures[0])
    log({ diagnosticEvent: { urn: '', prefix: '', message, color: 'never', severity: 'error' } })
  } else writeCheckpoint(app, stage, stateOf(resources, urnOf, outputs, `${app}-${stage}`))
  log({ summaryEvent: { durationSeconds: 1, resourceChanges: { create: resources.length }, policyPacks: {} } })
  return failures.length === 0 ? 0 : 255
}

/** The resources, the stack first: SST reads its outputs, and what is linked, from there. */
function stateOf(
  resources: readonly Resource[],
  urnOf: (resource: Resource) => string,
  outputs: unknown,
  stack: string,
): object[] {
  const made = resources
    .filter(({ type }) => type !== STACK)
    .map(resource => ({ urn: urnOf(resource), custom: false, type: resource.type, outputs: {} }))
  return [{ urn: urnOf({ type: STACK, name: stack } as Resource), custom: false, type: STACK, outputs }, ...made]
}

function eventLog(path: string): (event: object) => void {
  let sequence = 0
  return event => {
    const timestamp = Math.floor(Date.now() / 1000)
    appendFileSync(path, `${JSON.stringify({ sequence: sequence++, timestamp, ...event })}\n`)
  }
}

function writeCheckpoint(app: string, stage: string, resources: object[]): void {
  const folder = join(workspace, '.pulumi/stacks', app)
  mkdirSync(folder, { recursive: true })
  const manifest = { time: new Date().toISOString(), magic: '', version: 'v3' }
  const latest = { manifest, resources, metadata: {} }
  const checkpoint = { stack: `organization/${app}/${stage}`, latest }
  writeFileSync(join(folder, `${stage}.json`), JSON.stringify({ version: 3, checkpoint }))
}

/** What a program returned, when everything in it is known. */
function known(pulumi: Pulumi, made: Inputs): Promise<Inputs> {
  return new Promise(resolve => pulumi.output(made).apply(resolve))
}
