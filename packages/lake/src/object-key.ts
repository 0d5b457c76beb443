/**
 * A key as it was given, if it can be one: it may come from a program's argument, and must stay inside the store.
 *
 * @throws RangeError for a key that is not relative, or has an empty, `.` or `..` part
 */
export function checkedKey(key: string): string {
  if (key.split('/').some(part => part === '' || part === '.' || part === '..')) throw invalidKey(key)
  return key
}

export function invalidKey(key: string): RangeError {
  return new RangeError(`the key ${JSON.stringify(key)} is none: it must be relative, without empty, "." or ".." parts`)
}
