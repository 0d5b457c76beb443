import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contenders } from '../../bench/contenders/contender.ts'
import type { Report } from '../../bench/report.ts'
import { notLong } from '../long.ts'

const BENCH = join(import.meta.dirname, '../../bench/run.ts')

function bench(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', BENCH, ...args], { encoding: 'utf8', stdio: 'pipe' })
}

describe('the benchmark', () => {
  it.skipIf(notLong !== null)(
    `measures every contender, the ingestion of a file, and queries before and after sealing${notLong ? ` (skipped: ${notLong})` : ''}`,
    () => {
      const { transform, ingest, twoMinuteFiles } = JSON.parse(bench('--quick', '--format', 'json')) as Report
      expect(transform).toHaveLength(Object.keys(contenders).length)
      for (const { cpu, timesParse, timesParseAndKeep, bytesPerRow, gzipBytesPerRow, peakBytes } of transform) {
        for (const number of [cpu, timesParse, timesParseAndKeep, bytesPerRow, gzipBytesPerRow])
          expect(number).toBeGreaterThan(0)
        expect(peakBytes).toBeGreaterThan(20_000_000)
      }
      expect(ingest).toHaveLength(1)
      expect(ingest[0]).toMatchObject({ file: '2000 rows, plain', rows: 2000 })
      expect(ingest[0]!.rowsPerSecond).toBeGreaterThan(0)
      expect(twoMinuteFiles).toMatchObject({ days: 2, rows: 400, before: { files: 20 }, after: { files: 2 } })
      expect(twoMinuteFiles!.asked).toHaveLength(5)
      for (const { rows, before, after } of twoMinuteFiles!.asked) {
        expect(Math.min(before.cpuSeconds, after.cpuSeconds)).toBeGreaterThan(0)
        expect(rows).toBeGreaterThan(0)
      }
    },
  )

  it.each([
    ['--format', 'xml', '--format xml: it must be table or json'],
    ['--only', 'sealing', '--only sealing: it must be transform, ingest, seal, functions or questions'],
  ])('refuses %s %s', (option, value, message) => {
    expect(() => bench(option, value)).toThrow(message)
  })
})
