// Runs sst.config.ts for a stage as SST does, on a provider that makes nothing, and prints what it asked for as JSON.
//
//   node --import tsx test/stacks/offline/synth.ts <stage> [<configuration>]
//
// <configuration> is a file that takes the place of audit-lake.config.ts.
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { buildFunction, type FunctionBuild } from './function-build.ts'
import { loadPulumi, PLATFORM, ROOT } from './platform.ts'
import { ACCOUNT, captureResources, type Inputs, type Resource } from './provider.ts'

/** What a stage asked for. */
export interface Synth {
  readonly app: Inputs
  readonly outputs: Inputs
  readonly resources: readonly Resource[]
  readonly builds: readonly FunctionBuild[]
}

const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
import { fileURLToPath, URL as FileUrl } from 'node:url';
const __filename = fileURLToPath(import.meta.url); const __dirname = fileURLToPath(new FileUrl('.', import.meta.url));`

const configuration = resolve(process.argv[3] ?? join(ROOT, 'audit-lake.config.ts'))

/** Where bundles and archives go: stages are synthesized side by side. */
const WORK = join(ROOT, '.sst/synth', process.argv[2]!)

const CONFIG = JSON.stringify(join(ROOT, 'sst.config.ts'))

/** What SST leaves out of a bundle, because its components load it themselves. */
const EXTERNAL = [
  '@pulumi/*',
  '@pulumiverse/*',
  '@sst-provider/*',
  '@aws-sdk/*',
  'undici',
  'esbuild',
  'archiver',
  'glob',
  'vite',
]

async function synth(stage: string): Promise<Synth> {
  const app: Inputs = { ...(await evaluateApp(stage)), stage }
  const pulumi = loadPulumi()
  const builds: FunctionBuild[] = []
  process.env.SST_SERVER = await startSstServer(builds)
  const resources = captureResources(pulumi, { app: app.name, stage, region: app.providers.aws.region })
  const failures: unknown[] = []
  const fail = (error: unknown) => void failures.push(error)
  process.on('unhandledRejection', fail).on('uncaughtException', fail)
  const outputs = await pulumi.runtime.runInPulumiStack(await bundleProgram(app)).catch(fail)
  await pulumi.runtime.disconnect()
  process.off('unhandledRejection', fail).off('uncaughtException', fail)
  if (failures.length > 0) throw failures[0]
  return { app, outputs: outputs!, resources, builds }
}

/** The `app` of the configuration, which says names and providers before anything is made. */
async function evaluateApp(stage: string): Promise<Inputs> {
  const source = `import config from ${CONFIG}; export default await config.app({ stage: ${JSON.stringify(stage)} })`
  return (await bundleAndLoad(`${stage}.app`, source, { banner: 'const $config = input => input' })) as Inputs
}

/** The `run` of the configuration, with the globals that SST puts into every file of the project. */
async function bundleProgram(app: Inputs): Promise<() => unknown> {
  const providers = JSON.parse(readFileSync(join(ROOT, '.sst/provider-lock.json'), 'utf8')) as Inputs[]
  const globals = [
    ...providers.map(({ alias, package: name }) => `import * as ${alias} from ${JSON.stringify(name)};`),
    `import * as sst from ${JSON.stringify(join(PLATFORM, 'src/components'))};`,
  ].join('\n')
  const run = JSON.stringify(join(PLATFORM, 'src/auto/run.ts'))
  const source = `import { run } from ${run}; import config from ${CONFIG}; export default () => run(config.run)`
  const paths = { home: join(ROOT, '.sst/home'), root: ROOT, work: WORK, platform: PLATFORM }
  const define = {
    $app: JSON.stringify(app),
    $dev: 'false',
    $cli: JSON.stringify({ command: 'deploy', dev: false, paths, state: { version: {} } }),
  }
  return (await bundleAndLoad(`${app.stage}.run`, source, { globals, define })) as () => unknown
}

interface BundleOptions {
  readonly banner?: string
  readonly globals?: string
  readonly define?: Record<string, string>
}

async function bundleAndLoad(name: string, source: string, options: BundleOptions): Promise<unknown> {
  const outfile = join(PLATFORM, `synth.${process.pid}.${name}.mjs`)
  try {
    await build({
      stdin: { contents: source, resolveDir: ROOT, sourcefile: 'program.ts', loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'error',
      nodePaths: [join(PLATFORM, 'node_modules')],
      external: EXTERNAL,
      banner: { js: `${REQUIRE}\n${options.banner ?? ''}` },
      ...(options.define && { define: options.define, inject: [join(PLATFORM, 'src/shim/run.js')] }),
      plugins: [withConfiguration, ...(options.globals === undefined ? [] : [withGlobals(options.globals)])],
    })
    return ((await import(pathToFileURL(outfile).href)) as { default: unknown }).default
  } finally {
    rmSync(outfile, { force: true })
  }
}

const withConfiguration: Plugin = {
  name: 'configuration',
  setup(esbuild) {
    esbuild.onResolve({ filter: /\/audit-lake\.config\.ts$/ }, () => ({ path: configuration }))
  },
}

function withGlobals(globals: string): Plugin {
  return {
    name: 'globals',
    setup(esbuild) {
      esbuild.onLoad({ filter: /\.[jt]sx?$/ }, ({ path }) => {
        if (path.startsWith(join(ROOT, '.sst'))) return undefined
        return { contents: `${globals}\n${readFileSync(path, 'utf8')}`, loader: 'default' }
      })
    },
  }
}

/** What SST's components ask SST's program: where the account's assets are, and for the bundle of a function. */
async function startSstServer(builds: FunctionBuild[]): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method, params } = JSON.parse(body) as { method: string; params: Inputs[] }
    try {
      response.end(JSON.stringify({ result: await answer(method, params[0]!, builds) }))
    } catch (error) {
      response.end(JSON.stringify({ error: String(error) }))
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function answer(method: string, input: Inputs, builds: FunctionBuild[]): Promise<unknown> {
  switch (method) {
    case 'Provider.Aws.Bootstrap':
      return { asset: 'sst-asset', assetEcrRegistryId: ACCOUNT, assetEcrUrl: '', state: 'sst-state' }
    case 'Runtime.Build': {
      const built = await buildFunction(input, join(WORK, 'artifacts', `${input.functionID}-src`))
      builds.push(built)
      return {
        handler: `bundle.${String(input.handler).split('.').pop()}`,
        out: built.folder,
        errors: [],
        sourcemaps: [],
      }
    }
    default:
      throw new Error(`SST's components asked for ${method}: teach synth.ts to answer it`)
  }
}

// a pipe takes it piece by piece: whoever exits before would cut it off
process.stdout.write(JSON.stringify(await synth(process.argv[2]!)), () => process.exit(0))
