import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildFunction } from '../stacks/offline/function-build.ts'
import { ROOT } from '../stacks/offline/platform.ts'

/** In the project, so that packages that are not bundled are found. */
const BUNDLES = join(ROOT, 'node_modules/.cache/functions')
const WASM = 'parquet_wasm_bg.wasm'

/**
 * Bundles a function as it is deployed, with what lies beside the bundle.
 *
 * @param name such as `ingest`
 * @param owner who uses it: each has a folder of its own
 * @returns the address of the module
 */
export async function bundleOf(name: string, owner: string): Promise<string> {
  const handler = `packages/functions/src/${name}.handler`
  const install = name === 'seal' ? { '@duckdb/node-api': '' } : {}
  const folder = join(BUNDLES, name, owner)
  const properties = { install }
  await buildFunction({ functionID: name, handler, runtime: 'nodejs24.x', properties }, folder)
  if (name === 'ingest') await copyFile(join(ROOT, 'node_modules/parquet-wasm/node', WASM), join(folder, WASM))
  return pathToFileURL(join(folder, 'bundle.mjs')).href
}
