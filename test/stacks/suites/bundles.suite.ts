import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Synth } from '../offline/synth.ts'
import { only } from '../stage.ts'

const MIB = 1024 ** 2

export function bundlesSuite(dev: () => Synth): void {
  const packagesOf = (id: string) => dev().builds.find(({ functionID }) => functionID === id)!.packages

  describe('the bundles', () => {
    it('carries DuckDB where it is used, installed for the machine of Lambda, and nowhere else', () => {
      const carrying = dev().builds.filter(({ packages }) => packages.some(name => name.startsWith('@duckdb/')))
      expect(carrying.map(({ functionID }) => functionID)).toEqual(['Seal'])
      expect(carrying[0]!.installed).toEqual(['@duckdb/node-api'])
    })

    it('carries the Parquet writer where rows are written, with its WebAssembly beside it, and nowhere else', () => {
      expect(packagesOf('Ingest')).toContain('parquet-wasm')
      expect(packagesOf('Seal')).not.toContain('parquet-wasm')
      expect(packagesOf('Report')).not.toContain('parquet-wasm')
      const beside = dev().builds.map(({ functionID, folder }) => [
        functionID,
        existsSync(join(folder, 'parquet_wasm_bg.wasm')),
      ])
      expect(Object.fromEntries(beside)).toEqual({ Ingest: true, Seal: false, Report: false })
    })

    it('stays small enough to start quickly; the report carries a printer and its font, and nobody waits for it', () => {
      const tooLarge = dev().builds.filter(({ functionID, bytes }) => bytes > (functionID === 'Report' ? 7 : 3) * MIB)
      expect(tooLarge).toEqual([])
      for (const name of ['pdfmake', 'write-excel-file']) {
        const carrying = dev().builds.filter(({ packages }) => packages.includes(name))
        expect(carrying.map(({ functionID }) => functionID)).toEqual(['Report'])
      }
    })

    it('calls a handler that is there', () => {
      expect(
        dev()
          .builds.map(({ handler }) => handler)
          .sort(),
      ).toEqual([
        'packages/functions/src/ingest.handler',
        'packages/functions/src/report.handler',
        'packages/functions/src/seal.handler',
      ])
      expect(only(dev(), 'aws:lambda/function:Function', 'IngestFunction').handler).toBe('bundle.handler')
    })
  })
}
