import { describe, expect, it } from 'vitest'
import { type Catalog, EMPTY_CATALOG } from '../../packages/lake/src/index.ts'

const LITERALS = { sealedThrough: '2026-11-22-10', openFrom: '2026-11-20', promoted: [] }
const TIER = { name: 'details_spec_tier', pointer: '/spec/tier' }
const NOTE = { name: 'details_note', pointer: '/note' }

/** What every catalog must do. @param open a catalog in which nothing is published, anew for each test */
export function catalogSuite(name: string, open: () => Promise<Catalog>): void {
  describe(`${name} as a catalog`, () => {
    it('shows every hour and no sealed day before anything is published', async () => {
      const catalog = await open()
      expect((await catalog.read()).published).toMatchObject(EMPTY_CATALOG)
    })

    it('points partitions to generations, and leaves the others and the view', async () => {
      const catalog = await open()
      expect(await catalog.setPartitions(await catalog.read(), { '2026-11-21': 'a', '2026-11-22': 'a' })).toBe(true)
      expect(await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'b' })).toBe(true)
      expect((await catalog.read()).published).toMatchObject({
        ...EMPTY_CATALOG,
        partitions: { '2026-11-21': 'a', '2026-11-22': 'b' },
      })
    })

    it('replaces the literals of the view, and leaves the partitions', async () => {
      const catalog = await open()
      await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'a' })
      expect(await catalog.setView(await catalog.read(), LITERALS)).toBe(true)
      expect((await catalog.read()).published).toMatchObject({ ...LITERALS, partitions: { '2026-11-22': 'a' } })
    })

    it('gives the table columns, those it has stay as they are, and the view gets them when it is replaced', async () => {
      const catalog = await open()
      await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'a' })
      expect(await catalog.addColumns(await catalog.read(), [TIER])).toBe(true)
      expect((await catalog.read()).published).toMatchObject({ columns: [TIER], promoted: [] })
      expect(await catalog.addColumns(await catalog.read(), [NOTE, TIER])).toBe(true)
      expect(await catalog.setView(await catalog.read(), { ...LITERALS, promoted: [TIER, NOTE] })).toBe(true)
      expect((await catalog.read()).published).toMatchObject({
        ...LITERALS,
        columns: [TIER, NOTE],
        promoted: [TIER, NOTE],
        partitions: { '2026-11-22': 'a' },
      })
    })

    it('takes a hundred partitions at once', async () => {
      const catalog = await open()
      const days = Array.from({ length: 100 }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10))
      const generations = Object.fromEntries(days.map(day => [day, 'a']))
      expect(await catalog.setPartitions(await catalog.read(), generations)).toBe(true)
      expect((await catalog.read()).published.partitions).toEqual(generations)
    })

    it('refuses a publisher who slept while another one published', async () => {
      const catalog = await open()
      const slept = await catalog.read()
      await catalog.setPartitions(slept, { '2026-11-22': 'newer' })
      expect(await catalog.setPartitions(slept, { '2026-11-22': 'older' })).toBe(false)
      expect(await catalog.setView(slept, LITERALS)).toBe(false)
      const { published } = await catalog.read()
      expect(published).toMatchObject({ ...EMPTY_CATALOG, partitions: { '2026-11-22': 'newer' } })
    })
  })
}
