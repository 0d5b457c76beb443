/**
 * A pattern for names, as Hive and Athena have it: `*` (or `.*`, or `%`) is anything, `|` is or.
 *
 * No regular expression is made of it: whoever writes one could keep it busy for hours.
 *
 * @example
 * namesLike('audit_*|receipts')('audit_logs') // true
 */
export function namesLike(pattern: string): (name: string) => boolean {
  const wanted = pattern
    .toLowerCase()
    .split('|')
    .map(part => part.split(/\.\*|\*|%/))
  return name => wanted.some(parts => fits(name, parts))
}

/** Whether a name consists of these parts, in order, with anything between them. */
function fits(name: string, [first = '', ...others]: readonly string[]): boolean {
  if (others.length === 0) return name === first
  const last = others.at(-1)!
  if (!name.startsWith(first) || !name.endsWith(last)) return false
  let at = first.length
  for (const part of others.slice(0, -1)) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}
