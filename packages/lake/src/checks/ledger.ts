import { arrivalKey, type Receipt } from '@temporal-audit-lake/core'
import type { Published } from '../catalog.ts'
import { type Engine, rowObjects } from '../engine.ts'
import { type Manifest, readManifest, sealedKey } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { isInArchive } from './data-files.ts'
import type { Check, Finding } from './finding.ts'

const REPAIR = 'audit-lake rebuild --from raw/, or ingest the batch again from its stream or file'

/**
 * The ledger closes: what receipts say that a batch left is there, and of each sealed day there are as many rows as
 * events and superseded versions.
 */
export const ledgerCheck: Check = {
  name: 'ledger',
  async run({ objects, catalog, engine }) {
    const { manifest } = await readManifest(objects)
    const { published } = await catalog.read()
    return [
      ...(await rowsMissing(engine, objects, published, manifest)),
      ...(await lettersMissing(engine, manifest)),
      ...(await sealedDays(engine, published, manifest)),
    ]
  },
}

/** Sequence numbers are numbers of any length, as text. */
function isInBatch(row: string): string {
  const atLeast = (a: string, b: string) =>
    `(length(${a}) > length(${b}) OR (length(${a}) = length(${b}) AND ${a} >= ${b}))`
  const number = `${row}.sequence_number`
  return `${row}.source = batch.source AND ${row}.shard_id = batch.shard_id
  AND ${atLeast(number, 'batch.first_sequence_number')} AND ${atLeast('batch.last_sequence_number', number)}`
}

const BATCH = [
  'batch_id',
  'source',
  'shard_id',
  'first_sequence_number',
  'last_sequence_number',
  'written_at',
  'arrival_to',
]
  .map(name => `batch.${name}`)
  .join(', ')

/** A batch whose file is gone altogether is the matter of another check. */
async function rowsMissing(
  engine: Engine,
  objects: ObjectStore,
  { sealedThrough }: Published,
  manifest: Manifest,
): Promise<Finding[]> {
  const sql = `SELECT ${BATCH}, batch.stored - batch.late AS claimed, count(row.log_id) AS found
FROM receipts batch
LEFT JOIN arrivals row ON ${isInBatch('row')}
WHERE batch.stored > batch.late AND date_format(batch.written_at, '%Y-%m-%d-%H') > ?
GROUP BY ${BATCH}, batch.stored, batch.late
HAVING count(row.log_id) < batch.stored - batch.late
ORDER BY batch.batch_id LIMIT 100`
  const rows = await rowObjects(await engine.query(sql, [sealedThrough]))
  if (rows.length === 0) return []
  const files = new Set<string>()
  for await (const { key } of objects.list('arrivals/')) files.add(key)
  return rows
    .filter(row => files.has(arrivalKey(row as unknown as Receipt, Date.parse(String(row.written_at)))))
    .filter(({ arrival_to }) => !isInArchive(String(arrival_to), manifest))
    .map(({ batch_id, claimed, found }) => ({
      kind: 'rows_missing',
      subject: String(batch_id),
      message: `the receipt tells of ${claimed} rows that wait to be sealed, and ${found} are there`,
      repair: REPAIR,
    }))
}

async function lettersMissing(engine: Engine, manifest: Manifest): Promise<Finding[]> {
  const sql = `SELECT batch.batch_id, batch.arrival_to, batch.dead_letters AS claimed, count(letter.dead_letter_id) AS found
FROM receipts batch
LEFT JOIN dead_letters letter ON ${isInBatch('letter')}
WHERE batch.dead_letters > 0
GROUP BY batch.batch_id, batch.arrival_to, batch.dead_letters
HAVING count(letter.dead_letter_id) < batch.dead_letters
ORDER BY batch.batch_id LIMIT 100`
  const rows = await rowObjects(await engine.query(sql))
  return rows
    .filter(({ arrival_to }) => !isInArchive(String(arrival_to), manifest))
    .map(({ batch_id, claimed, found }) => ({
      kind: 'dead_letters_missing',
      subject: String(batch_id),
      message: `the receipt tells of ${claimed} dead letters, and ${found} are there`,
      repair: REPAIR,
    }))
}

const SEALED_DAYS = `SELECT event_date, sum(versions) AS rows, sum(currents) AS currents, count(*) AS events
FROM (
  SELECT event_date, log_id, operation, emit_time, count(*) AS versions, count_if(is_current) AS currents
  FROM sealed GROUP BY event_date, log_id, operation, emit_time
)
GROUP BY event_date ORDER BY event_date`

async function sealedDays(engine: Engine, { partitions }: Published, { days }: Manifest): Promise<Finding[]> {
  const found = await rowObjects(await engine.query(SEALED_DAYS))
  return found.flatMap(({ event_date, rows, currents, events }) => {
    const day = String(event_date)
    const sealed = days[day]
    if (!sealed || partitions[day] !== sealed.generation) return [] // other checks tell of that
    const expected = sealed.rows - sealed.superseded
    if (Number(rows) === sealed.rows && Number(currents) === expected && Number(events) === expected) return []
    const message = `the manifest tells of ${sealed.rows} rows of ${expected} events; there are ${rows} of ${events}, ${currents} of them current`
    const repair = `audit-lake rebuild --from raw/ --day ${day}, or restore the file from a backup`
    return [{ kind: 'sealed_rows_differ', subject: sealedKey(day, sealed.generation), message, repair }]
  })
}
