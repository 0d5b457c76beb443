/**
 * The name that somebody most likely meant, or null when none is near.
 *
 * @example
 * nearest('failed-operation', ['who-did-what', 'failed-operations']) // 'failed-operations'
 */
export function nearest(text: string, names: readonly string[]): string | null {
  const [best] = names
    .map(name => ({ name, distance: editDistance(text, name) }))
    .sort((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.max(2, text.length / 3) ? best.name : null
}

/** How many letters must be put in, taken out or exchanged (Levenshtein). */
function editDistance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const exchange = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(exchange, before[j]! + 1, row[j - 1]! + 1))
    }
    before = row
  }
  return before[b.length]!
}
