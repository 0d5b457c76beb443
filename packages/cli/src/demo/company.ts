import type { Principal } from './event.ts'
import type { Random } from './random.ts'

/** Somebody, or something, that uses Temporal Cloud from a few places. */
export interface Member {
  readonly principal: Principal
  /** Chains of addresses they come from. */
  readonly addresses: readonly string[]
  /** Changes on a working day, on average. */
  readonly activity: number
}

/** A mid-size company: who works there, and what they have. */
export interface Company {
  readonly administrators: readonly Member[]
  readonly engineers: readonly Member[]
  readonly automation: readonly Member[]
  readonly namespaces: readonly string[]
}

const ADMINISTRATORS = ['ana.moreira', 'tomas.lindqvist', 'grace.okafor', 'wei.zhang']
const ENGINEERS = [
  ...[
    'amelie.fournier',
    'jonas.becker',
    'priya.natarajan',
    'mateo.garcia',
    'sofia.rossi',
    'liam.obrien',
    'yuki.tanaka',
  ],
  ...[
    'noor.haddad',
    'pavel.novak',
    'ingrid.hansen',
    'daniel.cohen',
    'maria.kowalska',
    'samuel.adeyemi',
    'chloe.martin',
  ],
  ...['ravi.sharma', 'elif.yilmaz', 'oscar.nilsson', 'lucia.fernandez', 'kofi.mensah', 'hanna.virtanen', 'ben.carter'],
  ...['mei.chen', 'arthur.dubois', 'zara.khan', 'finn.murphy', 'nina.petrova', 'diego.santos', 'emma.wilson'],
]
const AUTOMATION = ['ci-deployer', 'terraform', 'backup-exporter', 'metrics-reader']
const SERVICES = [
  'payments',
  'orders',
  'billing',
  'shipping',
  'fraud',
  'ledger',
  'notifications',
  'onboarding',
  'search',
]
const ACCOUNT = 'a1b2c'
/** Networks for documentation (RFC 5737), so that no address is anybody's. */
const OFFICES = ['192.0.2.10', '192.0.2.11', '198.51.100.7']

/** The company of the demonstration. */
export function companyOf(random: Random): Company {
  const person = (name: string, activity: number): Member => ({
    principal: { type: 'user', id: random.uuid(), name: `${name}@example.com` },
    addresses: [random.pick(OFFICES), `198.51.100.${20 + random.below(200)}`].map(address =>
      behindProxy(address, random),
    ),
    activity,
  })
  const machine = (name: string, activity: number): Member => ({
    principal: { type: 'serviceaccount', id: random.hex(32), name, apiKeyId: random.hex(32) },
    addresses: [`192.0.2.${100 + random.below(50)}`],
    activity,
  })
  return {
    administrators: ADMINISTRATORS.map(name => person(name, 4)),
    engineers: ENGINEERS.map(name => person(name, 1.2)),
    automation: AUTOMATION.map((name, i) => machine(name, i < 2 ? 45 : 12)),
    namespaces: SERVICES.flatMap(service => ['dev', 'staging', 'prod'].map(stage => `${service}-${stage}.${ACCOUNT}`)),
  }
}

function behindProxy(address: string, random: Random): string {
  return random.chance(0.6) ? `${address}, 10.0.${random.below(4)}.${1 + random.below(250)}` : address
}
