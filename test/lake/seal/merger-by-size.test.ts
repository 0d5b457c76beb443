import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type DayMerger, mergerBySize } from '../../../packages/lake/src/index.ts'
import { copyingMerger } from '../../../packages/lake/src/local/index.ts'
import { bytesOf } from '../../../packages/lake/src/object-sizes.ts'
import { testLake } from './lake.ts'

const DAY = '2026-11-22'
const A = { id: 'a', at: `${DAY}T10:20:00Z` }
const B = { id: 'b', at: `${DAY}T10:10:00Z` }

/** A merger that notes what it was asked. */
function noting(merger: DayMerger, name: string, asked: string[]): DayMerger {
  const noted = Object.entries(merger).map(([question, answer]) => [
    question,
    (...parameters: unknown[]) => {
      asked.push(`${name} ${question}`)
      return (answer as (...parameters: unknown[]) => unknown)(...parameters)
    },
  ])
  return Object.fromEntries(noted) as unknown as DayMerger
}

it('asks one merger about many bytes and another about few, and who merged a file to read it back', async () => {
  const lake = await testLake()
  const folder = await mkdtemp(join(tmpdir(), 'large-'))
  const other = await copyingMerger(lake.lake.objects, folder)
  onTestFinished(async () => {
    await other.close()
    await rm(folder, { recursive: true })
  })
  await lake.ingest(`${DAY}T10:30:00Z`, A)
  await lake.ingest(`${DAY}T10:31:00Z`, A, B)
  const files = await lake.keys('arrivals/')
  const largeBytes = await bytesOf(lake.lake.objects, files)
  expect(largeBytes).toBeGreaterThan(await bytesOf(lake.lake.objects, files.slice(1)))
  const asked: string[] = []
  const merger = mergerBySize({
    small: noting(lake.ports.merger, 'small', asked),
    large: noting(other, 'large', asked),
    largeBytes,
    objects: lake.lake.objects,
  })
  await lake.seal(`${DAY}T11:15:00Z`, {}, { ...lake.lake, merger })
  // the merged file is smaller than what was merged, and is read back by the same all the same
  expect(asked).toEqual(['days', 'expected', 'merge', 'readBack', 'newRows'].map(question => `large ${question}`))
  expect(await lake.shown()).toEqual(['b 0', 'a 0'])

  asked.splice(0)
  expect(await merger.missing(files.slice(1), [])).toEqual(new Map([[files[1], 2]]))
  expect(await bytesOf(lake.lake.objects, ['arrivals/arrival_hour=2026-11-22-10/gone.parquet'])).toBe(0)
  expect(asked).toEqual(['small missing'])
})
