/**
 * Measures the transform beside others on the same lines, the ingestion of files, sealing, the functions, and the saved
 * queries over a year; see docs/benchmarks.md.
 *
 *     npm run bench                       all of it: about half an hour
 *     npm run bench -- --only ingest      a part: transform, ingest, seal; functions and questions are measured only so
 *     npm run bench -- --processes 1      each contender in as many processes; default 5, and 3 for files
 *     npm run bench -- --format json      for programs
 *     npm run bench -- --quick            seconds; says that it runs, not how fast
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { missingPython } from '../test/interop/python.ts'
import { versionOf } from './contenders/version-of.ts'
import { benchFunctions } from './functions.ts'
import { benchIngest } from './ingest.ts'
import { benchQuestions } from './questions.ts'
import { type Report, reportText } from './report.ts'
import { benchSeal } from './seal.ts'
import { benchTransform } from './transform.ts'
import { benchTwoMinuteFiles } from './two-minute-files.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    processes: { type: 'string' },
    format: { type: 'string', default: 'table' },
  },
})
const { quick, only, format } = values
const processes = values.processes === undefined ? undefined : Number(values.processes)
if (processes !== undefined && !(Number.isInteger(processes) && processes > 0))
  refuse('--processes', values.processes!, 'a whole number from 1')
if (only !== undefined && !['transform', 'ingest', 'seal', 'functions', 'questions'].includes(only))
  refuse('--only', only, 'transform, ingest, seal, functions or questions')
const wants = (part: string) => only === undefined || only === part
if (format !== 'table' && format !== 'json') refuse('--format', format, 'table or json')

const onProgress = (text: string) => console.error(text)
const MILLION = 1_000_000
const transform = quick
  ? { rows: 200, batchSizes: [100], rounds: 1, processes: 1 }
  : { rows: 10_000, batchSizes: [100, 1000, 10_000], rounds: 11, processes: processes ?? 5 }
const ingest = {
  files: quick
    ? [{ rows: 2000, isGzipped: false }]
    : [
        { rows: MILLION / 10, isGzipped: false },
        { rows: MILLION / 10, isGzipped: true },
        { rows: MILLION, isGzipped: false },
      ],
  processes: quick ? 1 : (processes ?? 3),
}

const seal = {
  days: quick
    ? [{ files: 10, rowsPerFile: 100 }]
    : [
        { files: 720, rowsPerFile: 100 },
        { files: 100, rowsPerFile: MILLION / 100 },
        { files: 500, rowsPerFile: MILLION / 100 },
      ],
  processes: quick ? 1 : (processes ?? 3),
}
// 90 days would be 64,800 files, about seven minutes of CPU to make: what a query pays for a file shows in 30
const twoMinuteFiles = quick
  ? { days: 2, filesPerDay: 10, rowsPerFile: 20 }
  : { days: 30, filesPerDay: 720, rowsPerFile: 20 }

const functions = quick
  ? { batches: [1], runs: 2, day: { files: 10, rowsPerFile: 100 } }
  : { batches: [1, 100, 1000, 10_000], runs: 11, day: { files: 100, rowsPerFile: MILLION / 100 } }
const { TRINO_URL, TRINO_AWS_URL } = process.env
const questions = {
  ...(quick ? { activity: 0.1, times: 1 } : { activity: 83, times: 5 }),
  trino: TRINO_URL && TRINO_AWS_URL ? { url: TRINO_URL, aws: TRINO_AWS_URL } : null,
}
// the functions need a stand-in for AWS, which is written in Python
const missing = only === 'functions' ? missingPython('moto.server') : null
if (missing) onProgress(`functions: not measured: ${missing}`)

const report: Report = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cores: availableParallelism(),
  packages: ['parquet-wasm', 'apache-arrow', '@duckdb/node-api'].map(versionOf),
  transform: wants('transform') ? await benchTransform({ ...transform, onProgress }) : [],
  ingest: wants('ingest') ? await benchIngest({ ...ingest, onProgress }) : [],
  seal: wants('seal') ? await benchSeal({ ...seal, onProgress }) : [],
  twoMinuteFiles: wants('seal') ? await benchTwoMinuteFiles({ ...twoMinuteFiles, onProgress }) : null,
  functions: only === 'functions' && !missing ? await benchFunctions({ ...functions, onProgress }) : [],
  questions: only === 'questions' ? await benchQuestions({ ...questions, onProgress }) : [],
}
process.stdout.write(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))

function refuse(option: string, value: string, wanted: string): never {
  console.error(`${option} ${value}: it must be ${wanted}`)
  process.exit(2)
}
