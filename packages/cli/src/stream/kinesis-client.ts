import { KinesisClient } from '@aws-sdk/client-kinesis'
import { UsageError } from '../errors.ts'

export interface KinesisClientOptions {
  /** Name or ARN: an ARN says the region. */
  readonly stream: string
  readonly endpoint?: string
  readonly region?: string
}

/** What a local endpoint is content with: it looks at neither. */
const LOCAL = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }

// the SDK warns at every start on Node 20, which the pinned version still runs on
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/**
 * A client for a stream in AWS, with credentials and region from the usual places; or for an endpoint on this machine,
 * which needs neither.
 *
 * @throws UsageError when the endpoint is no URL
 */
export function kinesisClient({ stream, endpoint, region }: KinesisClientOptions): KinesisClient {
  const named = region ?? regionOf(stream)
  if (endpoint === undefined) return new KinesisClient(named === undefined ? {} : { region: named })
  const url = URL.parse(endpoint)
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError(`--endpoint ${endpoint}: write a URL such as http://127.0.0.1:4567`)
  }
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return new KinesisClient({ endpoint, ...(isLocal && LOCAL), ...(named !== undefined && { region: named }) })
}

/** Of `arn:aws:kinesis:eu-west-1:123456789012:stream/name`: `eu-west-1`. */
function regionOf(stream: string): string | undefined {
  return stream.startsWith('arn:') ? stream.split(':')[3] : undefined
}
