import { copyFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { nameOf } from './deployment.ts'
import type { Place } from './place.ts'
import type { Policy } from './policies/statement.ts'
import { serviceTrust } from './policies/statement.ts'

/** What differs from function to function. */
export interface FunctionDescription {
  /** Its name here, such as `Ingest`. */
  readonly id: string
  readonly description: string
  readonly handler: string
  readonly memory: `${number} MB`
  readonly timeout: `${number} seconds` | `${number} minutes`
  readonly environment: Record<string, $util.Input<string>>
  /** All that it may do; it is told where it writes its lines. */
  readonly policy: (logGroupArn: string) => $util.Input<Policy>
  readonly storage?: `${number} MB`
  /** Packages with native code, with their versions: they are installed for Lambda's machine, not bundled. */
  readonly install?: Record<string, string>
  /** Files that are to lie beside the bundle, by their paths in the project. */
  readonly beside?: readonly string[]
  readonly reservedConcurrency?: number
}

/** Where the metrics of all functions stand. */
export const METRICS_NAMESPACE = 'TemporalAuditLake'

/**
 * A function that may do what its policy says and nothing else.
 *
 * The role is made here: the one that SST makes may also write into any log group.
 */
export function lambda(place: $util.Output<Place>, description: FunctionDescription): sst.aws.Function {
  const name = nameOf(description.id.toLowerCase())
  const logGroupArn = place.apply(
    ({ partition, region, accountId }) => `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${name}`,
  )
  const role = new aws.iam.Role(`${description.id}Execution`, {
    description: description.description,
    assumeRolePolicy: JSON.stringify(serviceTrust('lambda.amazonaws.com')),
    inlinePolicies: [{ name: 'function', policy: $jsonStringify(logGroupArn.apply(description.policy)) }],
  })
  return new sst.aws.Function(description.id, {
    name,
    description: description.description,
    handler: description.handler,
    role: role.arn,
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    memory: description.memory,
    timeout: description.timeout,
    ...(description.storage && { storage: description.storage }),
    ...(description.reservedConcurrency && { concurrency: { reserved: description.reservedConcurrency } }),
    ...(description.install && { nodejs: { install: description.install } }),
    // SST's own copyFiles puts a file into the archive twice
    hook: { postbuild: folder => copyBeside(folder, description.beside ?? []) },
    logging: { retention: '3 months', format: 'json' },
    environment: {
      ...description.environment,
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    },
  })
}

async function copyBeside(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) await copyFile(join($cli.paths.root, file), join(folder, basename(file)))
}
