const ARCHIVED = /(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-[^/]*$/

/**
 * Where an object of the archive stands, named as a Firehose does by default: `raw/2026/11/22/10/<stream>-1-<time>-<id>.gz`.
 *
 * @param stream name of the stream
 * @param oldest when its oldest record arrived, in milliseconds since the epoch
 * @param id tells it from others of that second
 */
export function archiveKey(stream: string, oldest: number, id: string): string {
  const time = new Date(oldest).toISOString().slice(0, 19).replace(/[T:]/g, '-')
  return `raw/${time.slice(0, 13).replaceAll('-', '/')}/${stream}-1-${time}-${id}.gz`
}

/** When the oldest record of an object of the archive arrived, to the second; null when its name does not say so. */
export function archiveTime(key: string): number | null {
  const [, year, month, day, hour, minute, second] = ARCHIVED.exec(key) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? null : time
}
