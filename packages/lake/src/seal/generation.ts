/**
 * Names a generation by when its sealer began, so that the generations of a day sort by age, and by an id, so that no
 * two sealers make the same.
 *
 * @example
 * generationName(Date.UTC(2026, 10, 22, 11, 10), 'b8f2c1d0') // '20261122T111000000Z-b8f2c1d0'
 */
export function generationName(now: number, id: string): string {
  return `${new Date(now).toISOString().replace(/[-:.]/g, '')}-${id}`
}

const SEALED = /^sealed\/event_date=[^/]+\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[^/]+\/audit-logs\.parquet$/

/** When the sealer of a file began, in milliseconds since the epoch; null when the key is none of a sealed file. */
export function generationTime(key: string): number | null {
  return SEALED.test(key) ? Date.parse(key.replace(SEALED, '$1-$2-$3T$4:$5:$6.$7Z')) : null
}
