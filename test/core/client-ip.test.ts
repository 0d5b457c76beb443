import { describe, expect, it } from 'vitest'
import { clientIpBehind, PRIVATE_RANGES } from '../../packages/core/src/client-ip.ts'

describe('clientIpBehind', () => {
  const clientIp = clientIpBehind(PRIVATE_RANGES)

  it('goes from right to left and skips trusted proxies', () => {
    expect(clientIp('203.0.113.7, 10.4.5.6')).toBe('203.0.113.7')
    expect(clientIp('1.1.1.1, 203.0.113.7, 10.4.5.6, 192.168.0.1')).toBe('203.0.113.7')
  })

  it('takes the first address when every one is trusted', () => {
    expect(clientIp('10.1.2.3, 10.4.5.6')).toBe('10.1.2.3')
  })

  it('trusts exactly the ranges it is given', () => {
    const behindProxy = clientIpBehind(['203.0.113.0/24', '2001:db8::1'])
    expect(behindProxy('198.51.100.9, 203.0.113.7, 2001:db8::1')).toBe('198.51.100.9')
    expect(behindProxy('198.51.100.9, 10.0.0.1')).toBe('10.0.0.1')
    expect(clientIpBehind([])('203.0.113.7, 10.0.0.1')).toBe('10.0.0.1')
  })

  it.each([
    'Temporal Internal',
    'proxy-7.internal',
    '',
    ' ',
    '1.2.3',
    '01.02.03.04',
    '1.2.3.4.5',
    '300.1.1.1',
    'localhost',
  ])('finds no address in %j', text => {
    expect(clientIp(text)).toBeNull()
  })

  it('names the range that is none', () => {
    expect(() => clientIpBehind(['10.0.0.0/40'])).toThrow('trusted proxy "10.0.0.0/40"')
  })
})
