import type { Published } from '../catalog.ts'
import { type Engine, rowObjects } from '../engine.ts'
import { type Manifest, readManifest, sealedKey } from '../manifest.ts'
import { mergedFiles } from '../seal/merged-files.ts'
import { claimedFiles, isInArchive } from './claimed-files.ts'
import type { Check, CheckedFolder, Finding } from './finding.ts'

const REPAIR = 'audit-lake rebuild --from raw/, or ingest the batch again from its stream or file'

/**
 * The ledger closes: what receipts say that a batch left is there, and of each sealed day there are as many rows as
 * events and superseded versions.
 */
export const ledgerCheck: Check<CheckedFolder> = {
  name: 'ledger',
  async run(lake) {
    const { objects, catalog, engine } = lake
    const { manifest } = await readManifest(objects)
    const { published } = await catalog.read()
    return [
      ...(await filesThatDiffer(lake, manifest)),
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

/**
 * A file has the rows that the receipt of its batch tells of: as it lies there, or as it was when it was sealed.
 *
 * One that is gone altogether is the matter of another check.
 */
async function filesThatDiffer({ objects, engine, rowsIn }: CheckedFolder, manifest: Manifest): Promise<Finding[]> {
  const { claims } = await claimedFiles(engine, manifest)
  const taken = await mergedFiles(objects, manifest.tombstones)
  const waiting: string[] = []
  for (const prefix of ['arrivals/', 'late/']) {
    for await (const { key } of objects.list(prefix)) if (claims.has(key) && !taken.has(key)) waiting.push(key)
  }
  const found = new Map([...taken, ...(await rowsIn(waiting))])
  return [...claims].flatMap(([key, { batch, rows }]) => {
    const there = found.get(key) ?? rows // null: nobody counted
    if (there === rows) return []
    const kind = there < rows ? 'rows_missing' : 'rows_unclaimed'
    const message = `the receipt tells of ${rows} rows in ${key}, and ${there} ${taken.has(key) ? 'were sealed' : 'are there'}`
    return [{ kind, subject: batch, message, repair: REPAIR }]
  })
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
