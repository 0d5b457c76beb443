import type { Principal } from '../../../packages/cli/src/demo/event.ts'
import type { Random } from '../../../packages/cli/src/demo/random.ts'

/** Somebody, or something, and where they come from. */
export interface Member {
  readonly principal: Principal
  /** Where they mostly are; a person has a second place. */
  readonly addresses: readonly string[]
}

/** Who works at the company whose year is told, and what it has. */
export interface Staff {
  readonly admins: readonly Member[]
  readonly engineers: readonly Member[]
  readonly terraform: Member
  readonly deployer: Member
  readonly exporter: Member
  /** Used in the first two months, then forgotten. */
  readonly reporter: Member
  readonly breakGlass: Member
  readonly namespaces: readonly string[]
  /** Ids of Nexus endpoints. */
  readonly endpoints: readonly string[]
}

const ADMINS = ['ana', 'tomas', 'grace']
const ENGINEERS = [
  ...['amelie', 'jonas', 'priya', 'mateo', 'sofia', 'liam', 'yuki', 'noor', 'pavel', 'ingrid', 'daniel', 'maria'],
  ...['samuel', 'chloe', 'ravi', 'elif', 'oscar', 'lucia', 'kofi', 'hanna', 'ben', 'mei', 'arthur', 'zara'],
]
const SERVICES = ['payments', 'orders', 'billing', 'shipping', 'fraud', 'ledger']

/** People are in an office (192.0.2.0/24) and at home (198.51.100.0/24), machines in networks of their own (RFC 3849). */
export function staffOf(random: Random): Staff {
  let homes = 10
  const person = (name: string): Member => ({
    principal: { type: 'user', id: random.uuid(), name: `${name}@example.com` },
    addresses: [`192.0.2.${10 + random.below(4)}`, `198.51.100.${homes++}`],
  })
  let networks = 1
  const machine = (name: string): Member => ({
    principal: { type: 'serviceaccount', id: random.hex(32), name, apiKeyId: random.hex(32) },
    addresses: [`2001:db8:10:${networks++}::5`],
  })
  return {
    admins: ADMINS.map(person),
    engineers: ENGINEERS.map(person),
    terraform: machine('terraform'),
    deployer: machine('ci-deployer'),
    exporter: machine('history-exporter'),
    reporter: machine('old-reporter'),
    breakGlass: person('break-glass'),
    namespaces: SERVICES.flatMap(service => ['dev', 'prod'].map(stage => `${service}-${stage}.a1b2c`)),
    endpoints: Array.from({ length: 12 }, () => random.hex(32)),
  }
}
