import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsError } from './aws-error.ts'
import { syncFolder } from './shard-log.ts'
import { Stream } from './stream.ts'
import type { StreamState } from './stream-state.ts'

const DELETED = '.deleted-'
const NEW = '.new-'

/** The streams of a folder, by name. */
export class StreamStore {
  private readonly folder: string
  private readonly now: () => number
  private readonly streams = new Map<string, Stream>()

  private constructor(folder: string, now: () => number) {
    this.folder = folder
    this.now = now
  }

  static async open(folder: string, now: () => number): Promise<StreamStore> {
    const store = new StreamStore(join(folder, 'streams'), now)
    await mkdir(store.folder, { recursive: true })
    for (const name of await readdir(store.folder)) {
      const path = join(store.folder, name)
      if (name.startsWith('.')) await rm(path, { recursive: true, force: true })
      else store.streams.set(name, await Stream.open(path, now))
    }
    return store
  }

  get names(): string[] {
    return [...this.streams.keys()].sort()
  }

  /** @throws AwsError when there is none of the name */
  get(name: string): Stream {
    const stream = this.streams.get(name)
    if (!stream) throw new AwsError('ResourceNotFoundException', `there is no stream ${name}`)
    return stream
  }

  /** A stream appears whole: its folder gets its name when all is in it. */
  async create(state: StreamState): Promise<void> {
    const path = join(this.folder, state.name)
    if (this.streams.has(state.name) || existsSync(path)) {
      throw new AwsError('ResourceInUseException', `there is a stream ${state.name} already`)
    }
    const growing = join(this.folder, `${NEW}${state.name}`)
    await mkdir(growing)
    await (await Stream.create(growing, this.now, state)).close()
    await rename(growing, path)
    await syncFolder(this.folder)
    this.streams.set(state.name, await Stream.open(path, this.now))
  }

  async delete(name: string): Promise<void> {
    const stream = this.get(name)
    this.streams.delete(name)
    await stream.close()
    const doomed = join(this.folder, `${DELETED}${name}-${this.now()}`)
    await rename(join(this.folder, name), doomed)
    await syncFolder(this.folder)
    await rm(doomed, { recursive: true, force: true })
  }

  async trim(): Promise<void> {
    for (const stream of this.streams.values()) await stream.trim()
  }

  async close(): Promise<void> {
    await Promise.all([...this.streams.values()].map(stream => stream.close()))
  }
}
