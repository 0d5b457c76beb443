import type { FunctionResult } from './functions.ts'
import type { IngestResult } from './ingest.ts'
import type { QuestionResult } from './questions.ts'
import type { SealResult } from './seal.ts'
import type { TransformResult } from './transform.ts'
import type { TwoMinuteFilesResult } from './two-minute-files.ts'

/** All results of a run, and what they were measured with. */
export interface Report {
  readonly date: string
  readonly node: string
  readonly platform: string
  readonly cores: number
  readonly packages: readonly string[]
  readonly transform: readonly TransformResult[]
  readonly ingest: readonly IngestResult[]
  readonly seal: readonly SealResult[]
  readonly twoMinuteFiles: TwoMinuteFilesResult | null
  readonly functions: readonly FunctionResult[]
  readonly questions: readonly QuestionResult[]
}

const MEGABYTE = 1_000_000

/** A report as Markdown. */
export function reportText(report: Report): string {
  const { date, node, platform, cores, packages, transform, ingest, seal, twoMinuteFiles, functions, questions } =
    report
  const measuredWith = `${date}, Node ${node}, ${platform}, ${cores} cores, ${packages.join(', ')}\n`
  const transformTable = table(
    ['rows', 'writer', 'CPU us/row', 'x JSON.parse', 'x JSON.parse, kept', 'bytes/row', 'x gzip NDJSON', 'peak MB'],
    transform.map(result => [
      String(result.rowsPerBatch),
      result.writer,
      result.cpu.toFixed(1),
      result.timesParse.toFixed(1),
      result.timesParseAndKeep.toFixed(1),
      result.bytesPerRow.toFixed(0),
      (result.bytesPerRow / result.gzipBytesPerRow).toFixed(2),
      (result.peakBytes / MEGABYTE).toFixed(0),
    ]),
  )
  const ingestTable = table(
    ['file', 'rows/s', 'CPU us/row', 'peak MB'],
    ingest.map(({ file, rowsPerSecond, cpu, peakBytes }) => [
      file,
      rowsPerSecond.toFixed(0),
      cpu.toFixed(1),
      (peakBytes / MEGABYTE).toFixed(0),
    ]),
  )
  const sealTable = table(
    ['files', 'rows', 'seconds', 'CPU s', 'peak MB', 'bytes/row', 'x gzip NDJSON'],
    seal.map(({ files, rows, seconds, cpuSeconds, peakBytes, bytes, gzipBytes }) => [
      String(files),
      String(rows),
      seconds.toFixed(1),
      cpuSeconds.toFixed(1),
      (peakBytes / MEGABYTE).toFixed(0),
      (bytes / rows).toFixed(0),
      (bytes / gzipBytes).toFixed(2),
    ]),
  )
  const functionTable = table(
    ['function', 'records', 'init ms', 'init CPU ms', 'first CPU ms', 'warm ms', 'warm CPU ms', 'peak MB'],
    functions.map(({ name, records, init, first, warm, peakBytes }) => [
      name,
      String(records),
      init.milliseconds.toFixed(0),
      init.cpuMilliseconds.toFixed(0),
      first.cpuMilliseconds.toFixed(0),
      warm?.milliseconds.toFixed(0) ?? '',
      warm?.cpuMilliseconds.toFixed(0) ?? '',
      (peakBytes / MEGABYTE).toFixed(0),
    ]),
  )
  const questionTable = table(
    ['query', 'rows', 'DuckDB ms, first', 'DuckDB ms', 'MB read by Trino'],
    questions.map(({ query, rows, firstMilliseconds, milliseconds, scannedBytes }) => [
      query,
      String(rows),
      firstMilliseconds.toFixed(0),
      milliseconds.toFixed(0),
      scannedBytes === null ? '' : (scannedBytes / MEGABYTE).toFixed(2),
    ]),
  )
  return [measuredWith, transformTable, ingestTable, sealTable, daysText(twoMinuteFiles), functionTable, questionTable]
    .filter(part => part !== '')
    .join('\n')
}

function daysText(result: TwoMinuteFilesResult | null): string {
  if (!result) return ''
  const { days, rows, before, after, seal, asked } = result
  const files = ({ files, bytes }: typeof before) => `${files} files of ${(bytes / MEGABYTE).toFixed(1)} MB`
  const summary = `${days} days, ${rows} rows: ${files(before)}, sealed ${files(after)}, in ${seal.seconds.toFixed(1)} s, ${seal.cpuSeconds.toFixed(1)} CPU s, peak ${(seal.peakBytes / MEGABYTE).toFixed(0)} MB\n`
  const queries = table(
    ['query', 'rows', 's before', 'CPU s before', 's sealed', 'CPU s sealed', 'x CPU'],
    asked.map(({ query, rows, before, after }) => [
      query,
      String(rows),
      before.seconds.toFixed(2),
      before.cpuSeconds.toFixed(2),
      after.seconds.toFixed(2),
      after.cpuSeconds.toFixed(2),
      (before.cpuSeconds / after.cpuSeconds).toFixed(1),
    ]),
  )
  return `${summary}\n${queries}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map(row => row[i]!.length)))
  const isNumber = (column: number) => rows.every(row => /^[\d.]*$/.test(row[column]!))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (isNumber(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' | ')} |\n`
  const rule = `|${widths.map((width, i) => '-'.repeat(width + 1) + (isNumber(i) ? ':' : '-')).join('|')}|\n`
  return line(head) + rule + rows.map(line).join('')
}
