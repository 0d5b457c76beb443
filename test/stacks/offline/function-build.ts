import { statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from './platform.ts'
import type { Inputs } from './provider.ts'

/** A function's code as it would be uploaded, but for packages that are installed beside it. */
export interface FunctionBuild {
  readonly functionID: string
  readonly handler: string
  readonly runtime: string
  readonly folder: string
  /** Size of the bundle. */
  readonly bytes: number
  /** Packages that are installed for Lambda's machine. */
  readonly installed: readonly string[]
  /** Packages of others that are in the bundle, or imported by it. */
  readonly packages: readonly string[]
}

const BANNER = `import { createRequire as topLevelCreateRequire } from 'module';
const require = topLevelCreateRequire(import.meta.url);
import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from 'url';
const __filename = topLevelFileUrlToPath(import.meta.url);
const __dirname = topLevelFileUrlToPath(new topLevelURL('.', import.meta.url));`

/** Bundles a function into a folder, with the options that SST's program uses for Node.js. */
export async function buildFunction(input: Inputs, folder: string): Promise<FunctionBuild> {
  const { functionID, handler, runtime, properties = {} } = input
  const installed = Object.keys(properties.install ?? {})
  const outfile = join(folder, 'bundle.mjs')
  const { metafile } = await build({
    entryPoints: [join(ROOT, `${String(handler).replace(/\.[^.]+$/, '')}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    mainFields: ['module', 'main'],
    keepNames: true,
    external: ['sharp', 'pg-native', ...installed],
    banner: { js: BANNER },
    metafile: true,
    logLevel: 'silent',
  })
  const output = Object.values(metafile.outputs)[0]!
  const bundled = Object.keys(output.inputs).flatMap(path => packageOf(path) ?? [])
  const imported = output.imports.filter(({ external }) => external).map(({ path }) => path)
  return {
    functionID,
    handler,
    runtime,
    folder,
    bytes: statSync(outfile).size,
    installed,
    packages: [...new Set([...bundled, ...imported])].sort(),
  }
}

function packageOf(path: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
}
