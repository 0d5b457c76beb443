import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsError } from '../aws-error.ts'
import { Stream } from './stream.ts'
import type { StreamState } from './stream-state.ts'
import { syncFolder } from './sync-folder.ts'

const DELETED = '.deleted-'
const NEW = '.new-'

/** The streams of a folder, by name. */
export class StreamStore {
  private readonly folder: string
  private readonly now: () => number
  private readonly streams = new Map<string, Stream>()
  /** Names of streams that are being made or deleted, as a file system sees them that knows no capitals. */
  private readonly busy = new Set<string>()

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

  get all(): Stream[] {
    return [...this.streams.values()]
  }

  /** @throws AwsError when there is none of the name */
  get(name: string): Stream {
    const stream = this.streams.get(name)
    if (!stream) throw new AwsError('ResourceNotFoundException', `there is no stream ${name}`)
    return stream
  }

  /**
   * A stream appears whole: its folder gets its name when all is in it.
   *
   * @throws AwsError when there is one of the name, or of one that differs by capitals only
   */
  async create(state: StreamState): Promise<void> {
    const isTaken = this.names.some(name => name.toLowerCase() === state.name.toLowerCase())
    if (isTaken) throw new AwsError('ResourceInUseException', `there is a stream ${state.name} already`)
    await this.alone(state.name, async () => {
      const growing = join(this.folder, `${NEW}${state.name}`)
      const path = join(this.folder, state.name)
      await rm(growing, { recursive: true, force: true })
      await mkdir(growing)
      await Stream.create(growing, this.now, state)
      await rename(growing, path)
      await syncFolder(this.folder)
      this.streams.set(state.name, await Stream.open(path, this.now))
    })
  }

  /** A stream vanishes whole: its folder loses its name first. */
  async delete(name: string): Promise<void> {
    const stream = this.get(name)
    await this.alone(name, async () => {
      this.streams.delete(name)
      await stream.end()
      const doomed = join(this.folder, `${DELETED}${name}`)
      await rename(join(this.folder, name), doomed)
      await syncFolder(this.folder)
      await rm(doomed, { recursive: true, force: true })
    })
  }

  async trim(): Promise<void> {
    for (const stream of this.all) await stream.trim()
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map(stream => stream.close()))
  }

  private async alone(name: string, run: () => Promise<void>): Promise<void> {
    const key = name.toLowerCase()
    if (this.busy.has(key)) throw new AwsError('ResourceInUseException', `the stream ${name} is being made or deleted`)
    this.busy.add(key)
    try {
      await run()
    } finally {
      this.busy.delete(key)
    }
  }
}
