import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { orSay, UserError } from './errors.ts'

/** The file that gives lakes their names, in the folder that the program is run in. */
export const LAKES_FILE = 'audit-lake.json'

const stage = z.strictObject({
  /** As it was deployed: `npx sst deploy --stage production`. */
  stage: z.string().min(1),
  /** Default: what the configuration of AWS says. */
  region: z.string().optional(),
  /** Of the configuration of AWS; default: the one that is set. */
  profile: z.string().optional(),
  /** Default: `temporal-audit-lake`. */
  app: z.string().optional(),
  /** What Athena takes in the region for a terabyte, in US dollars; default: 5. */
  pricePerTB: z.number().nonnegative().optional(),
})
const folder = z.strictObject({ folder: z.string().min(1) })
const schema = z.strictObject({ lakes: z.record(z.string(), z.union([stage, folder])) })

/** Where a deployed lake is. */
export type StagePlace = z.infer<typeof stage>
export type NamedLake = StagePlace | z.infer<typeof folder>
export type LakesFile = z.infer<typeof schema>

/** The lake of a name; null when the file has none, or is not there. @throws UserError when the file is no such file */
export async function namedLake(name: string): Promise<NamedLake | null> {
  const { lakes } = await readLakesFile('.')
  return Object.hasOwn(lakes, name) ? lakes[name]! : null
}

/**
 * Reads the names in a folder.
 *
 * @example
 * // { "lakes": { "production": { "stage": "production", "region": "eu-central-1" } } }
 *
 * @throws UserError when the file is no such file
 */
export async function readLakesFile(where: string): Promise<LakesFile> {
  const path = join(where, LAKES_FILE)
  return existsSync(path) ? parsed(await orSay(`cannot read ${path}`, readFile(path, 'utf8'))) : { lakes: {} }
}

function parsed(text: string): LakesFile {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new UserError(
      `${LAKES_FILE}:\n${why}\nwrite {"lakes": {"<name>": {"stage": "<stage>", "region": "<region>"}}}`,
      { cause: error },
    )
  }
}
