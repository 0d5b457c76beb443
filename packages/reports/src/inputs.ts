import { type ObjectStore, readManifest } from '@temporal-audit-lake/lake'
import type { Period, Provenance } from '@temporal-audit-lake/queries'

/** What a manifest says about the files that questions up to the end of a period read. */
export type Inputs = Pick<Provenance, 'commit' | 'sealedThrough' | 'inputs'>

/** The sealed files that questions about a period may read: they look back, too. */
export async function inputsOf(objects: Pick<ObjectStore, 'get'>, { to }: Period): Promise<Inputs> {
  const { manifest } = await readManifest(objects)
  const last = new Date(to - 1).toISOString().slice(0, 10)
  const commit = manifest.history.at(-1)
  return {
    commit: commit ? { id: commit.id, at: commit.at } : null,
    sealedThrough: manifest.sealedThrough,
    inputs: Object.entries(manifest.days)
      .filter(([day]) => day <= last)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, { generation, rows, bytes, sha256 }]) => ({ day, generation, rows, bytes, sha256 })),
  }
}

/** Whether the same files stand in both. */
export function sameInputs(a: Inputs, b: Inputs): boolean {
  const filesOf = ({ inputs }: Inputs) => inputs.map(({ day, generation }) => `${day}/${generation}`).join()
  return filesOf(a) === filesOf(b)
}
