import { describe, expect, it } from 'vitest'
import {
  LakeError,
  previewPromotion,
  promote,
  readManifest,
  setPromotionRule,
} from '../../../packages/lake/src/index.ts'
import { testLake } from '../seal/lake.ts'

const OPEN = '2026-11-22T10:20:00Z'
const CLOSED = '2026-01-05T00:00:00Z'
const tiered = (id: string, at: string, tier: unknown) => ({ id, at, details: { spec: { tier } } })
const TIERS = 'SELECT log_id, details_spec_tier AS tier FROM audit_logs ORDER BY log_id'

type Lake = Awaited<ReturnType<typeof testLake>>

const promoted = (lake: Lake, pointer: string) =>
  promote(lake.lake, pointer, { now: () => Date.parse('2026-11-22T10:35:00Z') })

describe('promote', () => {
  it('shows a leaf of open days at once, and of closed days from when they are sealed again', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', tiered('closed', CLOSED, 'gold'), tiered('open', OPEN, 'silver'))
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.ingest('2026-11-22T11:30:00Z', tiered('arrived', OPEN, 'iron'))
    expect(await promoted(lake, '/spec/tier')).toMatchObject({ name: 'details_spec_tier', by: 'request' })
    const atOnce = [
      { log_id: 'arrived', tier: 'iron' },
      { log_id: 'closed', tier: null },
      { log_id: 'open', tier: 'silver' },
    ]
    expect(await lake.query(TIERS)).toEqual(atOnce)
    await lake.seal('2026-11-22T12:10:00Z')
    expect(await lake.query(TIERS)).toEqual(atOnce)
    await lake.seal('2026-11-22T12:20:00Z', { all: true })
    const filled = atOnce.with(1, { log_id: 'closed', tier: 'gold' })
    expect(await lake.query(TIERS)).toEqual(filled)
    expect(await lake.query(TIERS.replace('audit_logs', 'audit_log_versions'))).toEqual(filled)
    const { manifest } = await readManifest(lake.lake.objects)
    expect(Object.values(manifest.days).map(day => day.promoted)).toEqual([1, 1])
  })

  it('gives the text of json_extract_scalar, in open days and in sealed ones', async () => {
    const lake = await testLake()
    const values = [
      '',
      'é"\\',
      1,
      -0.5,
      1e21,
      true,
      '#1.10#',
      '#12345678901234567890123#',
      '#1E5#',
      false,
      null,
      { a: 1 },
      ['x'],
      'half \ud83d',
      '\u0000',
    ]
    const details = (tier: unknown) => ({ spec: { tier }, 'a/b': { '~"\\': tier }, list: [tier] })
    const events = values.flatMap((tier, i) => [
      { id: `closed ${i}`, at: CLOSED, details: details(tier) },
      { id: `open ${i}`, at: OPEN, details: details(tier) },
    ])
    await lake.ingest('2026-11-22T10:30:00Z', ...events)
    for (const pointer of ['/spec/tier', '/a~1b/~0"\\', '/list/0']) await promoted(lake, pointer)
    await lake.seal('2026-11-22T11:10:00Z')
    const rows = await lake.query(`SELECT details_spec_tier, json_extract_scalar(details, '$.spec.tier') AS tier,
      details_a_b, json_extract_scalar(details, '$["a/b"]["~\\"\\\\"]') AS quoted,
      details_list_0, json_extract_scalar(details, '$.list[0]') AS listed FROM audit_logs`)
    expect(rows).toHaveLength(events.length)
    for (const row of rows) {
      expect(row.details_spec_tier).toBe(row.tier)
      expect(row.details_a_b).toBe(row.quoted)
      expect(row.details_list_0).toBe(row.listed)
    }
    expect(new Set(rows.map(({ tier }) => tier))).toContain('1.10')
  })

  it('may be called again and by several at once, beside a sealer, and adds one column', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', tiered('a', OPEN, 'gold'))
    const names = await Promise.all([
      promoted(lake, '/spec/tier'),
      promoted(lake, '/spec/tier'),
      lake.seal('2026-11-22T11:10:00Z'),
      promoted(lake, '/spec_tier'),
    ])
    await promoted(lake, '/spec/tier')
    const { manifest } = await readManifest(lake.lake.objects)
    expect(new Set(manifest.promoted.map(({ pointer }) => pointer))).toEqual(new Set(['/spec/tier', '/spec_tier']))
    expect(names[0]).toEqual(names[1])
    expect((await lake.lake.catalog.read()).published.columns).toHaveLength(2)
    expect(await lake.shown()).toEqual(['a 0'])
  })

  it('keeps columns that the catalog has and an older manifest does not', async () => {
    const lake = await testLake()
    await lake.ingest('2026-11-22T10:30:00Z', tiered('a', OPEN, 'gold'))
    await lake.seal('2026-11-22T11:10:00Z')
    const { objects } = lake.lake
    const backup = (await objects.get('manifest.json'))!.body
    await promoted(lake, '/spec_tier')
    await promoted(lake, '/spec/tier')
    await objects.put('manifest.json', backup, { ifMatch: (await objects.get('manifest.json'))!.etag })
    await lake.seal('2026-11-22T12:10:00Z')
    expect((await lake.lake.catalog.read()).published.promoted).toHaveLength(2)
    const again = await promoted(lake, '/spec/tier')
    expect(again.name).toMatch(/^details_spec_tier_[0-9a-f]{8}$/)
  })

  it('refuses what has a column in every lake, and what can have none, and changes nothing', async () => {
    const lake = await testLake()
    await expect(promoted(lake, '/spec/name')).rejects.toThrow('/spec/name has the column details_spec_name')
    await expect(promoted(lake, 'tier')).rejects.toThrow(LakeError)
    await expect(setPromotionRule(lake.lake.objects, { days: 0, columns: 1 })).rejects.toThrow('0 days, 1 columns')
    await expect(setPromotionRule(lake.lake.objects, { days: 1.5, columns: 1 })).rejects.toThrow(LakeError)
    expect(await previewPromotion(lake.lake, '/tier', { now: Date.now })).toMatchObject({ name: 'details_tier' })
    expect((await readManifest(lake.lake.objects)).etag).toBeNull()
  })

  it('is done by the sealer for what was seen on enough days', async () => {
    const lake = await testLake()
    await setPromotionRule(lake.lake.objects, { days: 2, columns: 1 })
    await lake.ingest('2026-11-22T10:30:00Z', tiered('a', OPEN, 'gold'))
    expect(await lake.seal('2026-11-22T11:10:00Z')).toMatchObject({ promoted: [] })
    await lake.ingest('2026-11-22T11:30:00Z', tiered('b', '2026-11-21T10:00:00Z', 'silver'))
    const { promoted: byRule } = await lake.seal('2026-11-22T12:10:00Z')
    expect(byRule).toMatchObject([{ name: 'details_spec_tier', by: 'rule', at: '2026-11-22T12:10:00.000Z' }])
    expect(await lake.query(TIERS)).toMatchObject([{ tier: 'gold' }, { tier: 'silver' }])
  })
})

describe('the sealer', () => {
  it('notes operations, leaves and fields once for each version, however often a day is sealed', async () => {
    const lake = await testLake()
    const odd = { record: { operation: 'NewThing', planet: { name: 'x' } } }
    await lake.ingest('2026-11-22T10:30:00Z', { ...tiered('a', OPEN, 'gold'), ...odd }, { id: 'b', at: OPEN })
    await lake.ingest('2026-11-22T10:40:00Z', { ...tiered('a', OPEN, 'gold'), ...odd })
    await lake.seal('2026-11-22T11:10:00Z')
    await lake.seal('2026-11-22T11:20:00Z', { all: true })
    await lake.ingest('2026-11-22T11:30:00Z', tiered('c', '2026-11-21T10:00:00Z', 7), { id: 'b', at: OPEN })
    await lake.seal('2026-11-22T12:10:00Z')
    const { growth } = (await readManifest(lake.lake.objects)).manifest
    expect(growth).toMatchObject({
      operations: { DeleteUser: { rows: 2, days: 2 }, NewThing: { rows: 1, days: 1 } },
      leaves: {
        '/spec/tier': {
          rows: 2,
          days: 2,
          firstTime: '2026-11-21T10:00:00.000Z',
          lastTime: '2026-11-22T10:20:00.000Z',
          spans: ['2026-11-21/2026-11-22'],
          types: ['number', 'text'],
        },
      },
      fields: { '/planet': { rows: 1, days: 1, types: ['object'] } },
      unread: 0,
    })
    expect(Object.keys(growth.leaves)).toEqual(['/spec/tier'])
  })

  it('seals details that no reader of JSON likes, and says that it did not look into them', async () => {
    const lake = await testLake()
    const large = { large: 'x'.repeat(70_000) }
    const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`)
    await lake.ingest(
      '2026-11-22T10:30:00Z',
      { id: 'a', at: OPEN, details: large },
      { id: 'b', at: OPEN, details: { half: '\ud83d' } },
      { id: 'c', at: OPEN, details: { deep } },
      { id: 'd', at: OPEN, record: { operation: 'x'.repeat(300), raw_details: {} } },
    )
    await lake.seal('2026-11-22T11:10:00Z')
    const { growth } = (await readManifest(lake.lake.objects)).manifest
    expect(growth.unread).toBe(3)
    expect(growth.leaves['/deep']).toMatchObject({ types: ['list'] })
    expect(await lake.shown()).toHaveLength(4)
  })
})
