import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { StreamState } from './stream-state.ts'

const NAME = 'stream.json'

/**
 * Reads the state of the stream in a folder.
 *
 * @throws Error that names the file when it cannot be read
 */
export async function readState(folder: string): Promise<StreamState> {
  const path = join(folder, NAME)
  try {
    return stateFromJson(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** Replaces the state as a whole. It is on disk when the folder is synced too. */
export async function writeState(folder: string, state: StreamState): Promise<void> {
  const temporary = join(folder, `${NAME}.new`)
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(`${stateToJson(state)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, join(folder, NAME))
}

/** JSON has no numbers of 128 bits: hash keys are texts in it. */
function stateToJson(state: StreamState): string {
  return JSON.stringify(state, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value), 2)
}

function stateFromJson(text: string): StreamState {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as StreamState
}
