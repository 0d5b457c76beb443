// Installs the dependencies when they are missing or older than package-lock.json, so that `npm run demo` and
// `npm test` are the only commands a fresh clone needs.
import { execSync } from 'node:child_process'
import { statSync } from 'node:fs'

const modified = path => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.error('Installing dependencies (npm ci) ...')
  execSync('npm ci', { stdio: ['ignore', 2, 2] })
}
