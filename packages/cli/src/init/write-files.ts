import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { orSay, UsageError, UserError } from '../errors.ts'
import { LAKES_FILE, type NamedLake, readLakesFile } from '../lakes-file.ts'
import { type Answers, configurationOf, DEFAULTS } from './answers.ts'
import { type Configuration, ConfigurationError, configuration } from './configuration.ts'
import { configurationText } from './configuration-text.ts'

export const CONFIGURATION_FILE = 'audit-lake.config.ts'

/** @throws UserError when nothing is deployed from the folder */
export function assertProject(folder: string): void {
  if (existsSync(join(folder, 'sst.config.ts'))) return
  throw new UserError(
    `there is no sst.config.ts in ${folder}: run it in the folder of temporal-audit-lake that you deploy from`,
  )
}

/** @throws UsageError that names every mistake by its place */
export function checkedConfiguration(answers: Answers): Configuration {
  try {
    return configuration(configurationOf(answers))
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/** Whether writing would lose what somebody has chosen: not when the file is as it is shipped, or says the same. */
export async function wouldLose(folder: string, text: string): Promise<boolean> {
  const path = join(folder, CONFIGURATION_FILE)
  if (!existsSync(path)) return false
  const there = await readFile(path, 'utf8')
  return there !== text && there !== configurationText(configurationOf(DEFAULTS))
}

/** @throws UserError when it cannot be written */
export async function writeConfiguration(folder: string, text: string): Promise<void> {
  const path = join(folder, CONFIGURATION_FILE)
  await orSay(`cannot write ${path}`, writeFile(path, text))
}

/**
 * Gives a lake its name, beside those that have one.
 *
 * @throws UserError when another lake has the name, and may not lose it
 */
export async function nameLake(folder: string, name: string, lake: NamedLake, mayOverwrite: boolean): Promise<void> {
  const { lakes } = await readLakesFile(folder)
  const before = Object.hasOwn(lakes, name) ? JSON.stringify(lakes[name]) : null
  if (before !== null && before !== JSON.stringify(lake) && !mayOverwrite) {
    throw new UserError(
      `${LAKES_FILE} has another lake ${name} already (${before}): choose another --name, or say --overwrite`,
    )
  }
  const path = join(folder, LAKES_FILE)
  const text = `${JSON.stringify({ lakes: { ...lakes, [name]: lake } }, null, 2)}\n`
  await orSay(`cannot write ${path}`, writeFile(path, text))
}
