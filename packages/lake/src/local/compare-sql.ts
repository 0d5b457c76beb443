import { columns } from '@temporal-audit-lake/core'
import { IDENTITY } from '../identity.ts'

/** The rows that are compared, as SELECTs of all columns of the table. */
export interface DayTables {
  readonly day: string
  readonly archive: string
  readonly sealed: string
  readonly waiting: string
  readonly merged: string
  readonly receipts: string
}

const NAMES = columns.map(({ name }) => name)
const PROVENANCE = columns.filter(({ group }) => group === 'provenance').map(({ name }) => name)
const CONTENT = NAMES.filter(name => !PROVENANCE.includes(name))
const VERSION = [...IDENTITY, 'version'].join(', ')

/** Tells what a row says from what any other says, without the way it came. */
const FINGERPRINT = `sha256(to_json(struct_pack(${CONTENT.map(name => `${name} := ${name}`).join(', ')}))::VARCHAR)`

/** Of several rows of one version in the archive, the last to arrive. */
const LAST_FIRST = 'arrival_time DESC, length(sequence_number) DESC, sequence_number DESC'

/**
 * Statements that compare a day: they leave the tables `archived` (what the archive has, each content once, the last to
 * arrive first), `sealed_rows` (what is sealed, with a verdict) and `added` (versions that the lake does not have).
 */
export function compareSql({ day, archive, sealed, waiting, merged, receipts }: DayTables): string[] {
  const ofDay = (rows: string) => `(SELECT * FROM (${rows}) WHERE event_date = '${day}')`
  return [
    `CREATE OR REPLACE TEMP TABLE archived AS
    SELECT *, row_number() OVER (PARTITION BY ${VERSION} ORDER BY ${LAST_FIRST}) AS nth FROM (
      SELECT *, row_number() OVER (PARTITION BY ${VERSION}, fingerprint ORDER BY ${LAST_FIRST}) AS copy
      FROM (SELECT ${NAMES.join(', ')}, ${FINGERPRINT} AS fingerprint FROM ${ofDay(archive)})
    ) WHERE copy = 1`,
    `CREATE OR REPLACE TEMP TABLE sealed_rows AS
    WITH rows AS (SELECT ${NAMES.join(', ')}, ${FINGERPRINT} AS fingerprint FROM ${ofDay(sealed)}),
    redriven AS (
      SELECT DISTINCT source, shard_id, first_sequence_number AS sequence_number
      FROM (${receipts}) WHERE starts_with(batch_id, 'redrive/')
    )
    SELECT rows.*, CASE
      WHEN same.fingerprint IS NOT NULL THEN 'same'
      WHEN known.version IS NOT NULL THEN 'changed'
      WHEN rows.source LIKE 'file:%' OR redriven.source IS NOT NULL THEN 'kept'
      ELSE 'lost' END AS verdict
    FROM rows
    LEFT JOIN (SELECT ${VERSION}, fingerprint FROM archived) same USING (${VERSION}, fingerprint)
    LEFT JOIN (SELECT ${VERSION} FROM archived WHERE nth = 1) known USING (${VERSION})
    LEFT JOIN redriven USING (source, shard_id, sequence_number)`,
    `CREATE OR REPLACE TEMP TABLE added AS
    SELECT ${VERSION} FROM archived WHERE nth = 1
    EXCEPT SELECT ${VERSION} FROM sealed_rows
    EXCEPT SELECT ${VERSION} FROM ${ofDay(waiting)}`,
    `CREATE OR REPLACE TEMP TABLE came AS
    SELECT * FROM (
      SELECT ${VERSION}, ${PROVENANCE.join(', ')}, row_number() OVER (PARTITION BY ${VERSION} ORDER BY ${LAST_FIRST}) AS nth
      FROM (
        SELECT ${[...IDENTITY, 'version', ...PROVENANCE].join(', ')} FROM sealed_rows WHERE source LIKE 'kinesis:%'
        UNION ALL
        SELECT ${[...IDENTITY, 'version', ...PROVENANCE].join(', ')} FROM ${ofDay(merged)} WHERE source LIKE 'kinesis:%'
      )
    ) WHERE nth = 1`,
  ]
}

/** The counts of a day that was compared: sealed, archived, added, lost, changed. */
export const countsSql = `SELECT
  (SELECT count(*) FROM sealed_rows),
  (SELECT count(*) FROM archived WHERE nth = 1),
  (SELECT count(*) FROM added),
  (SELECT count(*) FROM sealed_rows WHERE verdict = 'lost'),
  (SELECT count(*) FROM sealed_rows WHERE verdict = 'changed')`

/** The rows that a day that was compared is to have. What the lake knows of the way a version came, it keeps. */
export const rowsSql = `SELECT ${NAMES.map(stored).join(', ')} FROM (
  SELECT ${NAMES.join(', ')} FROM sealed_rows WHERE verdict IN ('same', 'kept')
  UNION ALL
  SELECT ${NAMES.map(name => (PROVENANCE.includes(name) ? `coalesce(came.${name}, archived.${name})` : `archived.${name}`)).join(', ')}
  FROM archived
  LEFT JOIN came USING (${VERSION})
  WHERE archived.nth = 1 AND (${VERSION}) IN (
    SELECT (${VERSION}) FROM added UNION ALL SELECT (${VERSION}) FROM sealed_rows WHERE verdict = 'changed'
  )
)`

/** Times are in UTC in the files of the lake, and say so. */
function stored(name: string): string {
  const isTime = columns.find(column => column.name === name)!.type === 'timestamp'
  return isTime ? `timezone('UTC', ${name}) AS ${name}` : name
}
