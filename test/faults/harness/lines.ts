/** What may befall a side effect, or the moment before it. */
export const INJECTIONS = [
  'killed before',
  'killed during',
  'fails',
  'answer lost',
  'slow',
  'killed from outside',
  'disk full',
] as const
export type Injection = (typeof INJECTIONS)[number]

/** What a process of the harness says about itself: a line of JSON on its file descriptor 3. */
export type Report =
  /** It can be told things. */
  | { readonly say: 'ready'; readonly url?: string }
  /** No invocation that began before this tick of the clock is under way any more. */
  | { readonly say: 'tick'; readonly tick: number }
  /** A side effect is about to happen. A lane is a line of work that is one after the other, such as a shard. */
  | {
      readonly say: 'effect'
      readonly lane: string
      readonly from: string
      readonly to: string
      readonly injection: Injection | null
    }
  /** It happened, or did not. */
  | { readonly say: 'effect over'; readonly lane: string; readonly error: string | null }
  /** A call that changes nothing was made slow, or failed. */
  | { readonly say: 'read'; readonly call: string; readonly injection: Injection }
  /** An invocation begins with these records: MD5 of their data. */
  | { readonly say: 'taking'; readonly batch: number; readonly writtenAt: number; readonly records: readonly string[] }
  /** It sleeps for longer than it may. */
  | { readonly say: 'asleep' }
  /** It ended, well or not. */
  | { readonly say: 'taken'; readonly batch: number; readonly isDone: boolean }
  | { readonly say: 'imported'; readonly name: string }
  /** It waits for leave to begin a seal or a look. */
  | { readonly say: 'waiting' }
  | { readonly say: 'sealed'; readonly id: number; readonly days: number }
  | { readonly say: 'cleaned'; readonly id: number; readonly deleted: number; readonly kept: readonly string[] }
  | { readonly say: 'looked'; readonly id: number; readonly rows: readonly (readonly [string, string, string])[] }
  | { readonly say: 'not looked'; readonly id: number; readonly message: string }
  | { readonly say: 'answer'; readonly id: number; readonly rows: readonly (readonly string[])[] }
  /** Something failed that is tried again. */
  | { readonly say: 'trouble'; readonly message: string }

/** What the driver tells a process: a line of JSON on its standard input. */
export type Command =
  | { readonly do: 'clock'; readonly tick: number; readonly at: number }
  /** Leave to begin what it waits for. */
  | { readonly do: 'go'; readonly id: number; readonly sql?: string }
  | { readonly do: 'ask'; readonly id: number; readonly sql: string }
  /** The next invocation sleeps until its hour is closed. */
  | { readonly do: 'oversleep' }
  | { readonly do: 'import'; readonly name: string; readonly data: string }
  /** Nothing is injected from now on. */
  | { readonly do: 'calm' }

/** How a process is started. */
export interface ProcessOptions {
  readonly lake: string
  readonly seed: number
  /** Share of calls to which something is done. */
  readonly rate: number
  /** How often each injection was made between two effects so far: `from > to: injection`. */
  readonly made: Readonly<Record<string, number>>
  readonly graceMs: number
  /** Of the stream: the port to have, if it had one before; of others: where it is. */
  readonly port?: number
  readonly url?: string
}
