import { existsSync, statSync } from 'node:fs'
import { type LocalLake, openLocalLake } from '@temporal-audit-lake/lake/local'
import { UserError } from './errors.ts'
import { folderLake } from './folder/folder-lake.ts'
import type { Lake } from './lake.ts'
import type { NamedLake, StagePlace } from './lakes-file.ts'

/**
 * Opens a lake that must be there: a command that only reads makes nothing.
 *
 * What `--lake` says is, in this order: a name in `audit-lake.json`, a folder, a stage that is deployed to AWS.
 *
 * @throws UserError when there is none
 */
export async function openExistingLake(lake: string): Promise<Lake> {
  const place = await placeOf(lake)
  if ('stage' in place) {
    // loaded when it is needed: a lake in a folder wants nothing of AWS's SDK
    const { deployedLake } = await import('./deployed/deployed-lake.ts')
    return await deployedLake(lake, place)
  }
  return folderLake(await openFolder(place.folder))
}

/**
 * Opens a lake in a folder that must be there, for what only such a lake can do.
 *
 * @throws UserError when there is none, or it is deployed
 */
export async function openExistingFolder(lake: string): Promise<LocalLake> {
  const place = await placeOf(lake)
  if ('stage' in place) throw new UserError(`${lake} is no folder: this command is for a lake in a folder`)
  return await openFolder(place.folder)
}

async function placeOf(lake: string): Promise<StagePlace | { readonly folder: string }> {
  const named = await namedLake(lake)
  if (named) return named
  if (existsSync(lake)) return { folder: lake }
  if (STAGE.test(lake)) return { stage: lake }
  throw new UserError(`there is no lake in ${lake}: make one with \`audit-lake ingest <file> --lake ${lake}\``)
}

/** A name that the file gives; the file is of few, and what reads it is loaded for them only. */
async function namedLake(name: string): Promise<NamedLake | null> {
  return existsSync('audit-lake.json') ? await (await import('./lakes-file.ts')).namedLake(name) : null
}

/** What SST takes for the name of a stage; a folder that is not there yet is written with a slash. */
const STAGE = /^[a-z0-9][a-z0-9-]{0,39}$/i

/**
 * Opens a lake in a folder for what only such a lake can do, and makes it when there is none.
 *
 * @param instead what to do about a lake that is deployed to AWS
 * @throws UserError when the folder cannot be one
 */
export async function openLake(
  folder: string,
  instead = `this command writes into a lake in a folder, such as ./${folder}`,
): Promise<LocalLake> {
  const named = await namedLake(folder)
  if (named && 'stage' in named) throw new UserError(`${folder} is deployed to AWS: ${instead}`)
  // a folder of this name would from then on be taken for the stage
  if (!named && !existsSync(folder) && STAGE.test(folder))
    throw new UserError(
      `there is no folder ${folder}: write a new one as ./${folder}; if it is deployed to AWS: ${instead}`,
    )
  return await openFolder(named?.folder ?? folder)
}

async function openFolder(folder: string): Promise<LocalLake> {
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
