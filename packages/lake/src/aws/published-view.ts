import type { Table } from '@aws-sdk/client-glue'
import type { ViewLiterals } from '../catalog.ts'

const OPEN_FROM = /event_date < '(\d{4}-\d\d-\d\d)'/
const SEALED_THROUGH = /arrival_hour > '(\d{4}-\d\d-\d\d-\d\d)'/

/**
 * The literals of a view as the engine keeps it: in a comment of the Glue table, which holds JSON in Base64, which holds
 * the SELECT as the engine has laid it out.
 *
 * @returns null for a view that is none of ours
 */
export function literalsOf({ ViewOriginalText }: Table): ViewLiterals | null {
  const view = storedView(ViewOriginalText)
  const openFrom = OPEN_FROM.exec(view?.originalSql ?? '')?.[1]
  const sealedThrough = SEALED_THROUGH.exec(view?.originalSql ?? '')?.[1]
  return openFrom === undefined || sealedThrough === undefined ? null : { openFrom, sealedThrough }
}

/** The names of a view's columns. */
export function columnsOf({ ViewOriginalText }: Table): ReadonlySet<string> {
  return new Set(storedView(ViewOriginalText)?.columns.map(({ name }) => name))
}

interface StoredView {
  readonly originalSql: string
  readonly columns: readonly { readonly name: string }[]
}

function storedView(text: string | undefined): StoredView | null {
  const [, encoded] = /^\/\* Presto View: (\S+) \*\/$/.exec(text ?? '') ?? []
  return encoded === undefined ? null : (JSON.parse(Buffer.from(encoded, 'base64').toString()) as StoredView)
}
