import { join } from 'node:path'
import { savedQueries } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { describeLong } from '../../long.ts'
import { askLake } from '../lake-of.ts'
import { detections } from './detections.ts'
import { detectionsPage } from './detections-page.ts'
import { fillWith } from './fill.ts'
import { incidents } from './incidents.ts'
import { scores } from './score.ts'
import { yearOf } from './year.ts'

const PAGE = join(import.meta.dirname, '../../../docs/detections.md')

describe('a year with incidents', () => {
  it('is the same for the same seed, and another for another', () => {
    const ids = (seed: number) => yearOf(seed, 0.05).events.map(({ logId, time }) => `${time} ${logId}`)
    expect(ids(1)).toEqual(ids(1))
    expect(ids(2)).not.toEqual(ids(1))
  })

  it('has something for every detection to find, and each is a saved query', () => {
    const labelled = new Set(yearOf(1, 0.05).labels.map(({ query }) => query))
    expect(new Set(detections.map(({ query }) => query))).toEqual(labelled)
    expect(savedQueries.map(({ name }) => name)).toEqual(expect.arrayContaining([...labelled]))
  })
})

describeLong('the detections', () => {
  it('find what docs/detections.md says', async () => {
    const year = yearOf(1, 1)
    const found = await askLake(
      lake => fillWith(lake, year),
      engine => scores(engine, year),
    )
    await expect(detectionsPage(found, year)).toMatchFileSnapshot(PAGE)
    expect(incidents.length).toBeGreaterThan(10)
  }, 600_000)
})
