import ipaddr from 'ipaddr.js'

/** Finds the address of the client in an X-Forwarded-For list; null when there is none. */
export type ClientIp = (xForwardedFor: string) => string | null

type IsTrustedProxy = (address: string) => boolean

/** The address ranges that no client on the internet has: hops inside a network, hence trusted unless said otherwise. */
export const PRIVATE_RANGES: readonly string[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
]

const REMEMBER_AT_MOST = 10_000
const REMEMBER_UP_TO = 200 // characters

/**
 * Makes the rule that finds the address of the client in an X-Forwarded-For list.
 *
 * Temporal's rule: "evaluated from the last to the first, until meeting the first untrusted IP address". When every
 * address is a trusted proxy, it is the first one: the furthest that anybody saw. The result is in normal form (IPv4
 * in IPv6 as IPv4, RFC 5952 otherwise, no port), and null when the entry that decides is not an address: Temporal may
 * show a server name there, or "Temporal Internal".
 *
 * @param trustedProxies CIDR ranges or single addresses of the proxies to skip
 * @throws RangeError for a text that is neither
 *
 * @example
 * const clientIp = clientIpBehind(PRIVATE_RANGES)
 * clientIp('203.0.113.7, 10.4.5.6') // '203.0.113.7'
 */
export function clientIpBehind(trustedProxies: readonly string[]): ClientIp {
  const ranges = trustedProxies.map(parseRange)
  const isTrusted: IsTrustedProxy = address => {
    const candidate = ipaddr.parse(address)
    return ranges.some(range => range[0].kind() === candidate.kind() && candidate.match(range))
  }
  const remembered = new Map<string, string | null>()
  return xForwardedFor => {
    let client = remembered.get(xForwardedFor)
    if (client === undefined) {
      client = firstUntrusted(xForwardedFor, isTrusted)
      if (remembered.size < REMEMBER_AT_MOST && xForwardedFor.length <= REMEMBER_UP_TO)
        remembered.set(xForwardedFor, client)
    }
    return client
  }
}

function firstUntrusted(xForwardedFor: string, isTrusted: IsTrustedProxy): string | null {
  const entries = xForwardedFor.split(',')
  let client: string | null = null
  for (let i = entries.length - 1; i >= 0; i--) {
    client = normalAddress(entries[i]!)
    if (client === null || !isTrusted(client)) return client
  }
  return client
}

function parseRange(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    if (range.includes('/')) return ipaddr.parseCIDR(range)
    const address = ipaddr.parse(range)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch (cause) {
    throw new RangeError(`trusted proxy ${JSON.stringify(range)} is neither an address nor a CIDR range`, { cause })
  }
}

/** `[2001:db8::1]:443`, `192.0.2.1:8080`, `::ffff:192.0.2.1` and `fe80::1%eth0` are addresses too. */
function normalAddress(entry: string): string | null {
  const text = entry
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).toString()
  if (!ipaddr.IPv6.isValid(text)) return null
  return ipaddr.process(text).toString()
}
