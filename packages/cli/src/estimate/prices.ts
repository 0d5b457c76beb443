/** Where a price is from: AWS itself, somebody who wrote down what AWS says, or nobody yet. */
export type Origin = 'AWS' | 'third party' | 'assumption'

/** What AWS takes for one of something. */
export interface Price {
  /** US dollars. */
  readonly usd: number
  readonly per: string
  readonly origin: Origin
  /** Where it was read. */
  readonly source?: string
}

/** What AWS takes in a region, as of a day. Tiers for large users, free tiers and taxes are left out. */
export interface PriceList {
  readonly region: string
  /** When it was put together, `YYYY-MM-DD`. */
  readonly date: string
  readonly prices: Readonly<Record<PriceName, Price>>
}

export type PriceName = keyof typeof PRICES

const KINESIS = 'https://aws.amazon.com/kinesis/data-streams/pricing/'
const S3 = 'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples'
const ATHENA = 'https://athena.guide/articles/athena-basics-pricing-model'
const LAMBDA = 'https://docs.aws.amazon.com/whitepapers/latest/how-aws-pricing-works/lambda.html'
const KMS = 'https://cloudburn.io/blog/aws-kms-pricing'
const METRICS = 'https://signoz.io/guides/cloudwatch-pricing'
const LOGS = 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/'

const PRICES = {
  'kinesis.shardHour': { usd: 0.015, per: 'shard and hour', origin: 'assumption', source: KINESIS },
  'kinesis.extendedRetention': {
    usd: 0.02,
    per: 'shard and hour of keeping more than 24 hours, up to 7 days',
    origin: 'assumption',
    source: KINESIS,
  },
  'kinesis.putUnits': { usd: 0.014, per: 'million PUT payload units of 25 KB', origin: 'assumption', source: KINESIS },
  'firehose.ingested': {
    usd: 0.029,
    per: 'GB, each record rounded up to 5 KB',
    origin: 'assumption',
    source: 'https://aws.amazon.com/kinesis/data-firehose/pricing/',
  },
  'lambda.requests': { usd: 0.2, per: 'million requests', origin: 'AWS', source: LAMBDA },
  'lambda.gbSeconds': { usd: 0.00001667, per: 'GB-second', origin: 'AWS', source: LAMBDA },
  's3.storage': { usd: 0.023, per: 'GB and month', origin: 'third party', source: S3 },
  's3.puts': { usd: 5, per: 'million PUT and LIST requests', origin: 'third party', source: S3 },
  's3.gets': { usd: 0.4, per: 'million GET requests', origin: 'third party', source: S3 },
  'glue.requests': { usd: 1, per: 'million requests', origin: 'third party', source: ATHENA },
  'glue.objects': { usd: 10, per: 'million objects and month', origin: 'third party', source: ATHENA },
  'athena.scanned': { usd: 5, per: 'TB, each query rounded up to 10 MB', origin: 'third party', source: ATHENA },
  'kms.keys': { usd: 1, per: 'key and month', origin: 'AWS', source: 'https://aws.amazon.com/kms/pricing/' },
  'kms.requests': { usd: 3, per: 'million requests', origin: 'third party', source: KMS },
  'cloudwatch.alarms': { usd: 0.1, per: 'alarm and month', origin: 'assumption' },
  'cloudwatch.metrics': { usd: 0.3, per: 'metric of our own and month', origin: 'third party', source: METRICS },
  'cloudwatch.logs': { usd: 0.5, per: 'GB of logs', origin: 'third party', source: LOGS },
} as const satisfies Record<string, Price>

/** The list that is used when none is given. An `assumption` was read on no page that says it: check it before you rely on it. */
export const PRICE_LIST: PriceList = { region: 'us-east-1', date: '2026-11-25', prices: PRICES }

export const PRICE_NAMES = Object.keys(PRICES) as readonly PriceName[]
