/** An object as it is stored, and the token that a conditional write needs. */
export interface StoredObject {
  readonly body: Uint8Array
  readonly etag: string
}

/** An object in a listing. */
export interface ListedObject {
  readonly key: string
  /** Bytes. */
  readonly size: number
}

/** What must be true for a write to happen: that there is no such object, or that it is still the one with this etag. */
export type Condition = { readonly ifNoneMatch: '*' } | { readonly ifMatch: string }

/** What became of a write; a conflict means that somebody else was faster, and nothing was written. */
export type PutResult = { readonly written: true; readonly etag: string } | { readonly written: false }

/**
 * Where bytes live under keys: an S3 bucket, or a folder.
 *
 * An object appears whole or not at all, whatever dies when. Keys are relative, with slashes: `receipts/a.ndjson`.
 * A key that was ever written with a condition is only ever written with one, and never deleted or empty.
 */
export interface ObjectStore {
  /** The object, or null when there is none. */
  get(key: string): Promise<StoredObject | null>
  put(key: string, body: Uint8Array, condition?: Condition): Promise<PutResult>
  /** The objects whose keys begin with a prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<ListedObject>
  /** Deletes the object; it is no error when there is none. */
  delete(key: string): Promise<void>
}
