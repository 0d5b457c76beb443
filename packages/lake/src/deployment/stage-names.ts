import { z } from 'zod'

/** What the application is called in AWS, unless somebody has renamed it. */
export const APP = 'temporal-audit-lake'

const VERSION = 1

// members that this program does not know are of a newer deployment: they are passed over
const schema = z.object({
  version: z.literal(VERSION),
  stream: z.string(),
  bucket: z.string(),
  rawBucket: z.string(),
  database: z.string(),
  /** For people and BI tools. */
  workgroup: z.string(),
  /** For the sealer's views and for reports. */
  machinesWorkgroup: z.string(),
  ingestFunction: z.string(),
  /** Of what makes Lambda read the stream. */
  eventSourceMapping: z.string(),
  sealFunction: z.string(),
  sealSchedule: z.string(),
  /** URLs of the queues that keep calls which were given up. */
  givenUp: z.array(z.string()),
  /** The three Firehoses. */
  deadLetters: z.string(),
  receipts: z.string(),
  raw: z.string(),
})

/** What the parts of a deployed lake are called: the stacks write it, the command line reads it. */
export type StageNames = z.infer<typeof schema>

/** The SSM parameter that holds the names of a stage. @example parameterName(APP, 'production') // '/temporal-audit-lake/production' */
export function parameterName(app: string, stage: string): string {
  return `/${app}/${stage}`
}

/** The name of a part that others refer to. @example partName(APP, 'production', 'reader') // 'temporal-audit-lake-production-reader' */
export function partName(app: string, stage: string, part: string): string {
  return `${app}-${stage}-${part}`
}

/**
 * Reads the value of the parameter.
 *
 * @returns null when it is none that this program understands: the deployment is of another version
 */
export function stageNames(text: string): StageNames | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
