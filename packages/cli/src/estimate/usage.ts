import type { PriceName } from './prices.ts'

/** So much of something in a month. */
export interface Usage {
  readonly service: string
  readonly item: string
  readonly price: PriceName
  /** In the unit of the price. */
  readonly quantity: number
}

const HOURS = 730
const DAYS = HOURS / 24
const MILLION = 1e6
const GB = 1e9

/**
 * What the model assumes of events, and of how they are asked for. All events come one by one and by chance: then most
 * batches are made, and batches are what costs. Bytes of rows are those of docs/benchmarks.md, seconds and the rest are
 * guesses.
 */
export const ASSUMED = {
  /** Bytes of an event on the stream, gzipped in the archive, as a row of a small file, and as a row of a sealed one. */
  eventBytes: 500,
  archivedBytes: 73,
  arrivedBytes: 270,
  sealedBytes: 60,
  /** Bytes of a file of arrivals besides its rows. */
  fileBytes: 20_000,
  /** How long a batch is waited for; Firehose writes a file every five minutes. */
  windowSeconds: 10,
  firehoseSeconds: 300,
  /** Of an invocation of ingest, and of each event in it; of a seal, and of each event in it; of a report. */
  ingestSeconds: 0.2,
  ingestEventSeconds: 0.00003,
  sealSeconds: 8,
  sealEventSeconds: 0.00002,
  reportSeconds: 120,
  /** Questions of people in a month, and of how many days each reads every column. */
  queries: 1_000,
  queriedDays: 30,
  /** Bytes that an invocation logs, its metrics included. */
  logBytes: 3_000,
  /** Days that replaced files are kept, as `keepDeletedDays` says. */
  keepDays: 30,
  /** Years whose events are in the bucket. */
  years: 1,
} as const

const INGEST_GB = 1
const SEAL_GB = 2
const REPORT_GB = 0.5
const ALARMS = 17
const METRICS = 14
const SHARDS = 1
/** A file that Athena reads counts as this, if it is smaller: https://aws.amazon.com/athena/pricing/ */
const LEAST_SCANNED = 10e6

/**
 * What a month of the lake takes of each thing that AWS puts on its bill.
 *
 * @param eventsPerYear up to as many as a shard takes
 */
export function usageOf(eventsPerYear: number): readonly Usage[] {
  const a = ASSUMED
  const events = eventsPerYear / 12
  const windows = (HOURS * 3600) / a.windowSeconds
  const batches = nonEmpty(events, windows)
  const archives = nonEmpty(events, (HOURS * 3600) / a.firehoseSeconds)
  const seals = HOURS
  const dayBytes = (eventsPerYear / 365) * a.sealedBytes
  const arrivedBytes = batches * a.fileBytes + events * a.arrivedBytes
  // an open day is written anew every hour: half of it on average, and its file of the last hour is replaced
  const replacedBytes = (24 / 2) * dayBytes * a.keepDays + arrivedBytes * (a.keepDays / DAYS)
  const keptBytes = a.years * eventsPerYear * (a.archivedBytes + a.sealedBytes)
  const scanned = a.queries * Math.max(LEAST_SCANNED, a.queriedDays * dayBytes)
  // a file is written, is read by a seal, and goes; of a seal: its lists, manifest, lease and day
  const puts = batches + 3 * archives + seals * 12
  const gets = batches + seals * 10 + a.queries * a.queriedDays
  const lambdaRequests = batches + seals + 1
  const gbSeconds =
    INGEST_GB * (batches * a.ingestSeconds + events * a.ingestEventSeconds) +
    SEAL_GB * seals * (a.sealSeconds + (eventsPerYear / 365 / 2) * a.sealEventSeconds) +
    REPORT_GB * a.reportSeconds
  const objects = 365 * a.years + 10
  return [
    use('Kinesis', 'shard', 'kinesis.shardHour', SHARDS * HOURS),
    use('Kinesis', 'keeping 7 days', 'kinesis.extendedRetention', SHARDS * HOURS),
    use('Kinesis', 'events put', 'kinesis.putUnits', events / MILLION),
    use('Firehose', 'archive', 'firehose.ingested', (events * roundedUp(a.eventBytes, 5_000)) / GB),
    use('Firehose', 'receipts', 'firehose.ingested', (batches * 5_000) / GB),
    use('Lambda', 'invocations', 'lambda.requests', lambdaRequests / MILLION),
    use('Lambda', 'duration', 'lambda.gbSeconds', gbSeconds),
    use('S3', 'events, archive and sealed', 's3.storage', keptBytes / GB),
    use('S3', 'replaced files, until they go', 's3.storage', replacedBytes / GB),
    use('S3', 'writing and listing', 's3.puts', puts / MILLION),
    use('S3', 'reading', 's3.gets', gets / MILLION),
    use('Glue', 'requests', 'glue.requests', (seals * 15 + a.queries * 10) / MILLION),
    use('Glue', 'tables and partitions', 'glue.objects', objects / MILLION),
    use('Athena', 'questions', 'athena.scanned', scanned / 1e12),
    use('KMS', 'key', 'kms.keys', 1),
    // the bucket has a key of its own, so that S3 asks seldom: once a file is what it asks at the most
    use('KMS', 'requests', 'kms.requests', (puts + gets) / MILLION),
    use('CloudWatch', 'alarms', 'cloudwatch.alarms', ALARMS),
    use('CloudWatch', 'metrics', 'cloudwatch.metrics', METRICS),
    use('CloudWatch', 'logs', 'cloudwatch.logs', (lambdaRequests * a.logBytes) / GB),
  ]
}

function use(service: string, item: string, price: PriceName, quantity: number): Usage {
  return { service, item, price, quantity }
}

/** Of so many spans of time, in how many there is an event when they come by chance (Poisson). */
function nonEmpty(events: number, spans: number): number {
  return spans * (1 - Math.exp(-events / spans))
}

function roundedUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}
