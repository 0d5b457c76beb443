import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { checks, readManifest } from '../../../packages/lake/src/index.ts'
import { type Manifest, replaceManifest } from '../../../packages/lake/src/manifest.ts'
import { archivedLake } from '../rebuild/archived-lake.ts'
import { recordsOf } from '../seal/event.ts'

const FIRST = recordsOf(
  [
    { id: 'a', at: '2026-11-22T10:20:00Z' },
    { id: 'b', at: '2026-11-22T10:21:00Z' },
    { id: 'late', at: '2026-01-05T00:00:00Z' },
  ],
  '2026-11-22T10:30:00Z',
  100,
)
/** All of the first batch resent, as new Kinesis records: no row of the first one is shown once this is sealed. */
const RESENT = FIRST.map((record, i) => ({
  ...record,
  sequenceNumber: String(10 ** 15 + 200 + i),
  arrivalTime: record.arrivalTime + 60_000,
}))
const NEXT = recordsOf([{ id: 'c', at: '2026-11-22T11:20:00Z' }], '2026-11-22T11:30:00Z', 300)

const batchOf = (records: typeof FIRST) =>
  `kinesis:audit/shardId-000000000000/${records[0]!.sequenceNumber}-${records.at(-1)!.sequenceNumber}`

type Lake = Awaited<ReturnType<typeof archivedLake>>

async function deliveredLake(): Promise<Lake> {
  const lake = await archivedLake()
  await lake.deliver('2026-11-22T10:30:00Z', FIRST)
  await lake.deliver('2026-11-22T10:31:00Z', RESENT)
  await lake.deliver('2026-11-22T11:30:00Z', NEXT)
  return lake
}

async function found({ lake }: Lake, at: string) {
  const engine = await lake.engine()
  const findings = []
  for (const check of checks) findings.push(...(await check.run({ ...lake, now: Date.parse(at), engine })))
  engine.close()
  return findings
}

/** What the doctor says of batches and their rows: what waits for a seal is not its matter here. */
async function ledgerOf(lake: Lake, at: string) {
  const ledger = /^(data_file|receipt|rows|dead_letters)_missing$|^rows_unclaimed$|^sealed_rows_(differ|unaccounted)$/
  return (await found(lake, at)).filter(({ kind }) => ledger.test(kind))
}

async function rewrite(path: string, select: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT * FROM '${path}' ${select}) TO '${path}.new' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  writeFileSync(path, readFileSync(`${path}.new`))
  rmSync(`${path}.new`)
}

/** As a program leaves it that keeps no accounts. */
function uncounted(manifest: Manifest): Manifest {
  const days = Object.entries(manifest.days).map(([day, { account, ...sealed }]) => [day, sealed])
  return {
    ...manifest,
    days: Object.fromEntries(days),
    tombstones: manifest.tombstones.map(({ rows, ...tombstone }) => tombstone),
  }
}

describe('the ledger of a lake', () => {
  it('closes from the first batch to the last file that is deleted, whatever was resent', async () => {
    const lake = await deliveredLake()
    expect(await ledgerOf(lake, '2026-11-22T11:40:00Z')).toEqual([])
    await lake.seal('2026-11-22T11:40:00Z')
    expect(await ledgerOf(lake, '2026-11-22T11:40:00Z')).toEqual([])
    await lake.cleanUp('2026-11-22T11:41:00Z')
    expect((await lake.cleanUp('2026-11-22T14:00:00Z')).deleted).not.toEqual([])
    await lake.seal('2026-11-22T14:00:00Z')
    expect(await ledgerOf(lake, '2026-11-22T14:00:00Z')).toEqual([])
  })

  it('names the batch whose file is gone, also when its hour was sealed since, until the archive has made up for it', async () => {
    const lake = await deliveredLake()
    for (const key of await lake.keys('arrivals/arrival_hour=2026-11-22-11/')) rmSync(lake.pathOf(key))
    const isNamed = async (at: string) => {
      const [finding, ...others] = await ledgerOf(lake, at)
      expect(finding).toMatchObject({
        kind: 'data_file_missing',
        subject: expect.stringContaining('arrival_hour=2026-11-22-11/'),
      })
      expect(finding!.message).toContain(`batch ${batchOf(NEXT)} stored 1 rows`)
      expect(finding!.repair).toContain('audit-lake rebuild')
      return others
    }
    expect(await isNamed('2026-11-22T11:40:00Z')).toEqual([])
    await lake.seal('2026-11-22T12:10:00Z')
    await lake.cleanUp('2026-11-22T12:11:00Z')
    await lake.cleanUp('2026-11-22T14:11:00Z')
    expect(await isNamed('2026-11-22T14:11:00Z')).toEqual([])
    await lake.deliver(
      '2026-11-22T14:20:00Z',
      recordsOf([{ id: 'd', at: '2026-11-22T14:00:00Z' }], '2026-11-22T14:20:00Z', 400),
    )
    await lake.rebuild('2026-11-22T14:30:00Z')
    expect(await lake.shown()).toContain('c 0')
    expect(await ledgerOf(lake, '2026-11-22T14:30:00Z')).toEqual([])
  })

  it('names the batch whose late rows are gone', async () => {
    const lake = await deliveredLake()
    for (const key of await lake.keys('late/')) rmSync(lake.pathOf(key))
    expect((await ledgerOf(lake, '2026-11-22T11:40:00Z')).map(({ message }) => message)).toEqual([
      expect.stringContaining(`batch ${batchOf(FIRST)} stored 1 rows`),
      expect.stringContaining(`batch ${batchOf(RESENT)} stored 1 rows`),
    ])
  })

  it.each([
    ['arrivals/', 2],
    ['late/', 1],
  ])(
    'names the batch whose file in %s has fewer rows than its receipt says, also when it was sealed and deleted since',
    async (prefix, rows) => {
      const lake = await deliveredLake()
      const [key] = await lake.keys(prefix)
      await rewrite(lake.pathOf(key!), "WHERE log_id NOT IN ('a', 'late')")
      const isNamed = async (at: string, there: string) => {
        const message = `the receipt tells of ${rows} rows in ${key}, and ${rows - 1} ${there}`
        expect(await ledgerOf(lake, at)).toMatchObject([{ kind: 'rows_missing', subject: batchOf(FIRST), message }])
      }
      await isNamed('2026-11-22T11:40:00Z', 'are there')
      await lake.seal('2026-11-22T12:10:00Z')
      await isNamed('2026-11-22T12:10:00Z', 'were sealed')
      await lake.cleanUp('2026-11-22T12:11:00Z')
      await lake.cleanUp('2026-11-22T14:11:00Z')
      expect(await lake.keys(prefix)).toEqual([])
      await isNamed('2026-11-22T14:11:00Z', 'were sealed')
    },
  )

  it('counts a receipt once that was delivered twice', async () => {
    const lake = await deliveredLake()
    const [receipt] = await lake.keys('receipts/')
    copyFileSync(lake.pathOf(receipt!), lake.pathOf(`${receipt!.slice(0, -'.ndjson'.length)}-again.ndjson`))
    expect(await ledgerOf(lake, '2026-11-22T11:40:00Z')).toEqual([])
  })

  it.each([
    ['more', 2, 4, 'rows_missing'],
    ['fewer', 2, 1, 'rows_unclaimed'],
  ])('names the batch whose receipt tells of %s rows than there were', async (_, stored, claimed, kind) => {
    const lake = await archivedLake()
    await lake.deliver('2026-11-22T10:30:00Z', FIRST.slice(0, 2))
    const [receipt] = await lake.keys('receipts/')
    const text = readFileSync(lake.pathOf(receipt!), 'utf8')
    writeFileSync(lake.pathOf(receipt!), text.replace(`"stored":${stored}`, `"stored":${claimed}`))
    for (const at of ['2026-11-22T10:40:00Z', '2026-11-22T11:10:00Z']) {
      await lake.seal(at)
      expect(await ledgerOf(lake, at)).toMatchObject([{ kind, subject: batchOf(FIRST.slice(0, 2)) }])
    }
  })

  it('tells of a row that was gone from a sealed file when its day was sealed again, until a rebuild brings it back', async () => {
    const lake = await deliveredLake()
    await lake.seal('2026-11-22T11:40:00Z')
    const [before] = await lake.keys('sealed/event_date=2026-11-22/')
    await rewrite(lake.pathOf(before!), "WHERE log_id <> 'a'")
    await lake.cleanUp('2026-11-22T11:41:00Z')
    await lake.cleanUp('2026-11-22T13:41:00Z') // keeps the arrivals that have it, and another seal would take them again
    for (const key of await lake.keys('arrivals/arrival_hour=2026-11-22-10/')) rmSync(lake.pathOf(key))
    await lake.seal('2026-11-22T13:42:00Z')
    const found = (await ledgerOf(lake, '2026-11-22T13:42:00Z')).filter(
      ({ kind }) => kind === 'sealed_rows_unaccounted',
    )
    expect(found).toMatchObject([
      {
        subject: expect.stringMatching(/^sealed\/event_date=2026-11-22\//),
        message: 'the day has 2 rows; its account tells of 3: 0 at its opening + 5 taken - 2 repeats',
        repair: expect.stringContaining('audit-lake rebuild --from raw/ --all --day 2026-11-22'),
      },
    ])
    const next = recordsOf([{ id: 'd', at: '2026-11-22T14:00:00Z' }], '2026-11-22T14:20:00Z', 400)
    await lake.deliver('2026-11-22T14:20:00Z', next)
    await lake.rebuild('2026-11-22T14:30:00Z')
    expect(await lake.shown()).toContain('a 0')
    expect(await ledgerOf(lake, '2026-11-22T14:30:00Z')).toEqual([])
    await lake.seal('2026-11-22T15:10:00Z')
    expect(await ledgerOf(lake, '2026-11-22T15:10:00Z')).toEqual([])
  })

  it('closes over what an earlier program has sealed without counting', async () => {
    const lake = await deliveredLake()
    await lake.seal('2026-11-22T11:40:00Z')
    const { objects } = lake.lake
    const read = await readManifest(objects)
    await replaceManifest(objects, read, uncounted(read.manifest))
    expect(await ledgerOf(lake, '2026-11-22T11:40:00Z')).toEqual([])
    await lake.seal('2026-11-22T12:10:00Z')
    expect(await ledgerOf(lake, '2026-11-22T12:10:00Z')).toEqual([])
    const { days } = (await readManifest(objects)).manifest
    expect(days['2026-11-22']!.account).toEqual({ opening: 2, taken: 1, repeats: 0 })
    expect(days['2026-01-05']!.account).toBeUndefined()
  })

  it('names the batch whose dead letters are gone', async () => {
    const lake = await archivedLake()
    const data = new TextEncoder().encode('{"log_id":')
    await lake.deliver('2026-11-22T10:30:00Z', [{ ...FIRST[0]!, data }])
    expect(await ledgerOf(lake, '2026-11-22T10:31:00Z')).toEqual([])
    for (const key of await lake.keys('dead-letters/')) rmSync(lake.pathOf(key))
    expect(await ledgerOf(lake, '2026-11-22T10:31:00Z')).toMatchObject([
      { kind: 'dead_letters_missing', subject: batchOf([FIRST[0]!]) },
    ])
  })

  it.each([
    ['fewer rows', "WHERE log_id <> 'a'"],
    ['a row twice', "UNION ALL SELECT * FROM 'FILE' WHERE log_id = 'a'"],
  ])('finds a sealed day with %s than the manifest says', async (_, select) => {
    const lake = await deliveredLake()
    await lake.seal('2026-11-22T12:10:00Z')
    const key = (await lake.keys('sealed/event_date=2026-11-22/'))[0]!
    await rewrite(lake.pathOf(key), select.replace('FILE', lake.pathOf(key)))
    expect(await ledgerOf(lake, '2026-11-22T12:10:00Z')).toMatchObject([{ kind: 'sealed_rows_differ', subject: key }])
  })
})
