/**
 * Measures the transform beside others on the same lines, and the ingestion of files; see docs/benchmarks.md.
 *
 *     npm run bench                       all of it: about ten minutes
 *     npm run bench -- --only ingest      a part: transform, ingest
 *     npm run bench -- --format json      for programs
 *     npm run bench -- --quick            seconds; says that it runs, not how fast
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { versionOf } from './contenders/version-of.ts'
import { benchIngest } from './ingest.ts'
import { type Report, reportText } from './report.ts'
import { benchTransform } from './transform.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    format: { type: 'string', default: 'table' },
  },
})
const { quick, only, format } = values
if (only !== undefined && only !== 'transform' && only !== 'ingest') refuse('--only', only, 'transform or ingest')
if (format !== 'table' && format !== 'json') refuse('--format', format, 'table or json')

const onProgress = (text: string) => console.error(text)
const MILLION = 1_000_000
const transform = quick
  ? { rows: 200, batchSizes: [100], rounds: 1, processes: 1 }
  : { rows: 10_000, batchSizes: [100, 1000, 10_000], rounds: 11, processes: 5 }
const ingest = {
  files: quick
    ? [{ rows: 2000, isGzipped: false }]
    : [
        { rows: MILLION / 10, isGzipped: false },
        { rows: MILLION / 10, isGzipped: true },
        { rows: MILLION, isGzipped: false },
      ],
  processes: quick ? 1 : 3,
}

const report: Report = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cores: availableParallelism(),
  packages: ['parquet-wasm', 'apache-arrow'].map(versionOf),
  transform: only === 'ingest' ? [] : await benchTransform({ ...transform, onProgress }),
  ingest: only === 'transform' ? [] : await benchIngest({ ...ingest, onProgress }),
}
process.stdout.write(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))

function refuse(option: string, value: string, wanted: string): never {
  console.error(`${option} ${value}: it must be ${wanted}`)
  process.exit(2)
}
