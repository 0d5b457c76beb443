// Runs a command while a real Trino is there, the engine that Athena is made of, with moto as its Glue and S3:
//
//     npx tsx test/trino/run.ts npx vitest run test/functions/trino.test.ts
//
// The command finds them by TRINO_URL and TRINO_AWS_URL, which is all that tests ask for: `describeOnTrino`. Whoever has
// both running sets the variables instead. Needed: Java 24 or newer, Maven, tar, unzip, and the packages of
// test/interop/requirements.txt. Trino is fetched the first time, checked by its SHA-256, and kept in
// ~/.cache/temporal-audit-lake, or in $AUDIT_LAKE_TRINO_CACHE.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startTrino } from './server.ts'

const [program, ...parameters] = process.argv.slice(2)
if (program === undefined) {
  console.error('usage: npx tsx test/trino/run.ts COMMAND [PARAMETER...]')
  process.exit(2)
}
const trino = await startTrino()
try {
  const env = { ...process.env, TRINO_URL: trino.url, TRINO_AWS_URL: trino.aws }
  const command = spawn(program, parameters, { env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => command.kill(signal))
  const [code] = (await once(command, 'exit')) as [number | null]
  process.exitCode = code ?? 1
} finally {
  await trino.stop()
}
