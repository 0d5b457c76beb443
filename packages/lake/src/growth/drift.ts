import type { Manifest } from '../manifest.ts'
import type { Sighting } from './growth.ts'

/** Something that was seen in sealed events and has no column in every lake; or an operation. */
export interface Drift {
  readonly kind: 'leaf' | 'operation' | 'field'
  /** The operation; or a JSON Pointer: of a leaf in the details, or of a field in the record. */
  readonly name: string
  readonly firstTime: string
  readonly lastTime: string
  readonly days: number
  readonly rows: number
  readonly types: readonly string[]
  /** The column that it was promoted to. */
  readonly column: string | null
}

/** What was seen, the newest first. */
export function drift({ growth, promoted }: Manifest): Drift[] {
  const columns = new Map(promoted.map(({ pointer, name }) => [pointer, name]))
  const of = (kind: Drift['kind'], seen: Readonly<Record<string, Sighting>>) =>
    Object.entries(seen).map(([name, { firstTime, lastTime, days, rows, types }]) => {
      const column = kind === 'leaf' ? (columns.get(name) ?? null) : null
      return { kind, name, firstTime, lastTime, days, rows, types: types ?? [], column }
    })
  const all = [...of('leaf', growth.leaves), ...of('operation', growth.operations), ...of('field', growth.fields)]
  return all.sort((a, b) => (a.firstTime === b.firstTime ? 0 : a.firstTime < b.firstTime ? 1 : -1))
}
