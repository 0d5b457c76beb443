const MOST = 31 // characters that Excel takes
const FORBIDDEN = /[:\\/?*[\]]/g

/**
 * Names of sheets after titles: no longer than Excel takes, without what it refuses, none twice.
 *
 * @example
 * sheetNames(['Users', 'Users']) // ['Users', 'Users 2']
 */
export function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set<string>()
  return titles.map(title => {
    const base = title.replace(FORBIDDEN, ' ').trim()
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? '' : ` ${number}`
      const name = `${base.slice(0, MOST - suffix.length).trim()}${suffix}`
      if (taken.has(name.toLowerCase())) continue
      taken.add(name.toLowerCase())
      return name
    }
  })
}
