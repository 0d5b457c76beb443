import { existsSync, statSync } from 'node:fs'
import { type LocalLake, openLocalLake } from '@temporal-audit-lake/lake/local'
import { UserError } from './errors.ts'

/**
 * Opens a lake that must be there: a command that only reads makes no folders.
 *
 * @throws UserError when there is none
 */
export async function openExistingLake(folder: string): Promise<LocalLake> {
  if (!existsSync(folder)) {
    throw new UserError(`there is no lake in ${folder}: make one with \`audit-lake ingest <file> --lake ${folder}\``)
  }
  return await openLake(folder)
}

/**
 * Opens a lake, and makes it when there is none.
 *
 * @throws UserError when the folder cannot be one
 */
export async function openLake(folder: string): Promise<LocalLake> {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new UserError(`${folder} is a file: --lake wants the folder of a lake`)
  }
  try {
    return await openLocalLake(folder)
  } catch (error) {
    throw new UserError(
      `cannot open the lake in ${folder}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}
