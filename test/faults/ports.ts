import { isDeepStrictEqual } from 'node:util'
import type { IngestPorts, SealPorts } from '../../packages/lake/src/index.ts'

/** Everything that ingesting, sealing, publishing and cleaning up touch. */
export type LakePorts = IngestPorts & SealPorts

/** A call of a port. */
export interface PortCall {
  /** Such as `objects.put manifest.json`. */
  readonly name: string
  /** Whether it may change something. */
  readonly isEffect: boolean
}

/** Runs a call, or does not, or does something before or after. */
export type Around = <Result>(call: PortCall, run: () => Promise<Result>) => Promise<Result>

/** The methods that only look. Any other is taken for an effect, also one that is added to a port later. */
const READS = new Set(['get', 'list', 'read', 'days', 'expected', 'readBack', 'newRows', 'missing'])

/** The same ports, with something around every call. */
export function aroundPorts(ports: LakePorts, around: Around): LakePorts {
  const { objects, catalog, merger, deadLetters, receipts } = ports
  const wrap = <Port extends object>(portName: string, port: Port): Port =>
    new Proxy(port, {
      get:
        (target, method: string) =>
        (first: unknown, ...rest: unknown[]) => {
          const run = () => (target as Record<string, (...args: unknown[]) => unknown>)[method]!(first, ...rest)
          const subject = [first, ...rest].filter(argument => typeof argument === 'string').join(' ')
          const call = { name: `${portName}.${method} ${subject}`.trim(), isEffect: !READS.has(method) }
          return method === 'list'
            ? listed(call, run as () => AsyncIterable<unknown>, around)
            : around(call, async () => await run())
        },
    })
  return {
    objects: wrap('objects', objects),
    catalog: wrap('catalog', catalog),
    merger: wrap('merger', merger),
    deadLetters: wrap('deadLetters', deadLetters),
    receipts: wrap('receipts', receipts),
  }
}

async function* listed(call: PortCall, run: () => AsyncIterable<unknown>, around: Around): AsyncIterable<unknown> {
  yield* await around(call, async () => {
    const found: unknown[] = []
    for await (const object of run()) found.push(object)
    return found
  })
}

/** The same ports, with a catalog that moves one partition at a time: Glue promises no more. */
export function onePartitionAtATime(ports: LakePorts, around: Around): LakePorts {
  const { catalog } = ports
  const moving = aroundPorts(ports, around)
  return {
    ...moving,
    catalog: {
      read: () => moving.catalog.read(),
      addColumns: (read, columns) => moving.catalog.addColumns(read, columns),
      setView: (read, view) => moving.catalog.setView(read, view),
      async setPartitions(read, generations) {
        let current = read
        for (const [day, generation] of Object.entries(generations)) {
          if (!(await moving.catalog.setPartitions(current, { [day]: generation }))) return false
          const { published } = current
          const expected = { ...published, partitions: { ...published.partitions, [day]: generation } }
          current = await catalog.read()
          // somebody else may have moved other partitions since: these must not be moved back
          if (!isDeepStrictEqual(current.published, expected)) return false
        }
        return true
      },
    },
  }
}
