import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package with the version that is installed: `parquetjs-lite 0.8.7`. */
export function versionOf(name: string): string {
  const path = join(import.meta.dirname, '../../node_modules', name, 'package.json')
  return `${name} ${(JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version}`
}
