import { columns } from '@temporal-audit-lake/core'
import { IDENTITY } from '../identity.ts'
import { quoted } from '../sql-literal.ts'

/** The rows that are compared, as SELECTs of all columns of the table. */
export interface DayTables {
  readonly day: string
  readonly archive: string
  readonly sealed: string
  readonly waiting: string
  readonly merged: string
}

const NAMES = columns.map(({ name }) => name)
const PROVENANCE = columns.filter(({ group }) => group === 'provenance').map(({ name }) => name)
const VERSION = [...IDENTITY, 'version'].join(', ')
/** What is known of a row while days are compared: what it says itself stays in the files, it may be large. */
const LABEL = [...IDENTITY, 'version', ...PROVENANCE].join(', ')

/** Tells what a row says from what any other says, without the way it came. */
const FINGERPRINT = `sha256(to_json(struct_pack(${NAMES.filter(name => !PROVENANCE.includes(name))
  .map(name => `${name} := ${name}`)
  .join(', ')}))::VARCHAR)`

/** Of several rows of one version in the archive, the last to arrive. */
const LAST_FIRST = 'arrival_time DESC, length(sequence_number) DESC, sequence_number DESC, source, shard_id'

/**
 * Statements that say what must be known of the ledger, from its tables as SELECTs: the Kinesis records whose dead letters
 * were mended (`redriven`), and the payloads of dead letters (`dead_payloads`).
 */
export function ledgerSql(receipts: string, deadLetters: string): string[] {
  return [
    `CREATE TEMP TABLE redriven AS
    SELECT DISTINCT source, shard_id, first_sequence_number AS sequence_number
    FROM (${receipts}) WHERE starts_with(batch_id, 'redrive/')`,
    `CREATE TEMP TABLE dead_payloads AS
    SELECT DISTINCT octet_length(from_base64(payload)) AS bytes, sha256(from_base64(payload)) AS sha256
    FROM (${deadLetters})`,
  ]
}

/**
 * Statements that compare a day: they leave the tables `archived` (what the archive has, each content once, the last to
 * arrive first), `sealed_rows` (what is sealed, with a verdict), `added` (versions that the lake does not have) and `came`
 * (what the lake knows of the way a version came).
 */
export function compareSql({ day, archive, sealed, waiting, merged }: DayTables): string[] {
  const ofDay = (rows: string, cells: string) => `(SELECT ${cells} FROM (${rows}) WHERE event_date = ${quoted(day)})`
  const labelled = (rows: string) => ofDay(rows, `${LABEL}, ${FINGERPRINT} AS fingerprint`)
  return [
    `CREATE OR REPLACE TEMP TABLE archived AS
    SELECT *, row_number() OVER (PARTITION BY ${VERSION} ORDER BY ${LAST_FIRST}) AS nth FROM (
      SELECT *, row_number() OVER (PARTITION BY ${VERSION}, fingerprint ORDER BY ${LAST_FIRST}) AS copy
      FROM ${labelled(archive)}
    ) WHERE copy = 1`,
    `CREATE OR REPLACE TEMP TABLE sealed_rows AS
    SELECT rows.*, CASE
      WHEN same.fingerprint IS NOT NULL THEN 'same'
      WHEN known.version IS NOT NULL THEN 'changed'
      WHEN rows.source LIKE 'file:%' OR redriven.source IS NOT NULL THEN 'kept'
      ELSE 'lost' END AS verdict
    FROM ${labelled(sealed)} rows
    LEFT JOIN (SELECT ${VERSION}, fingerprint FROM archived) same USING (${VERSION}, fingerprint)
    LEFT JOIN (SELECT ${VERSION} FROM archived WHERE nth = 1) known USING (${VERSION})
    LEFT JOIN redriven USING (source, shard_id, sequence_number)`,
    `CREATE OR REPLACE TEMP TABLE added AS
    SELECT ${VERSION} FROM archived WHERE nth = 1
    EXCEPT SELECT ${VERSION} FROM sealed_rows
    EXCEPT SELECT ${VERSION} FROM ${ofDay(waiting, VERSION)}`,
    `CREATE OR REPLACE TEMP TABLE came AS
    SELECT * FROM (
      SELECT *, row_number() OVER (PARTITION BY ${VERSION} ORDER BY ${LAST_FIRST}) AS nth
      FROM (SELECT ${LABEL} FROM sealed_rows UNION ALL SELECT ${LABEL} FROM ${ofDay(merged, LABEL)})
      WHERE source LIKE 'kinesis:%'
    ) WHERE nth = 1`,
  ]
}

/** The counts of a day that was compared: sealed, archived, added, lost, changed. */
export const COUNTS = `SELECT
  (SELECT count(*) FROM sealed_rows),
  (SELECT count(*) FROM archived WHERE nth = 1),
  (SELECT count(*) FROM added),
  (SELECT count(*) FROM sealed_rows WHERE verdict = 'lost'),
  (SELECT count(*) FROM sealed_rows WHERE verdict = 'changed')`

/**
 * The rows that a day that was compared is to have. What the lake knows of the way a version came, it keeps.
 *
 * Only labels are on the right of a join: that is the side that is held in memory.
 */
export function rowsSql({ day, archive, sealed }: DayTables): string {
  const rows = (from: string) =>
    `(SELECT *, ${FINGERPRINT} AS fingerprint FROM (${from}) WHERE event_date = ${quoted(day)}) rows`
  const cells = NAMES.map(name =>
    PROVENANCE.includes(name) ? `coalesce(came.${name}, rows.${name}) AS ${name}` : `rows.${name}`,
  )
  return `SELECT ${NAMES.map(stored).join(', ')} FROM (
  SELECT ${NAMES.join(', ')} FROM ${rows(sealed)}
  SEMI JOIN (FROM sealed_rows WHERE verdict IN ('same', 'kept')) wanted USING (${VERSION}, fingerprint)
  UNION ALL
  SELECT ${cells.join(', ')} FROM ${rows(archive)}
  SEMI JOIN (
    SELECT ${LABEL}, fingerprint FROM archived WHERE nth = 1 AND (${VERSION}) IN (
      SELECT (${VERSION}) FROM added UNION ALL SELECT (${VERSION}) FROM sealed_rows WHERE verdict = 'changed'
    )
  ) wanted USING (${LABEL}, fingerprint)
  LEFT JOIN came USING (${VERSION})
)`
}

/** Times are in UTC in the files of the lake, and say so. */
function stored(name: string): string {
  const isTime = columns.find(column => column.name === name)!.type === 'timestamp'
  return isTime ? `timezone('UTC', ${name}) AS ${name}` : name
}
