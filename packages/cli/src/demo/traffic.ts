import type { Company, Member } from './company.ts'
import type { Event } from './event.ts'
import type { Random } from './random.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Something people do: how often among their changes, and with what details. */
interface Habit {
  readonly operation: string
  readonly weight: number
  readonly details: (random: Random, company: Company) => Readonly<Record<string, unknown>>
}

const namespaceChange: Habit['details'] = (random, { namespaces }) => ({
  namespace: random.pick(namespaces),
  spec: { retention_days: random.pick([7, 14, 30]), regions: ['aws-eu-west-1'] },
  resource_version: random.hex(16),
})

const userChange: Habit['details'] = (random, { engineers }) => {
  const { principal } = random.pick(engineers)
  return {
    user_id: principal.id,
    target_users: [principal.name],
    spec: { email: principal.name, access: { account_access: { role: random.pick(['ROLE_DEVELOPER', 'ROLE_READ']) } } },
  }
}

const keyChange: Habit['details'] = (random, { automation }) => {
  const { principal } = random.pick(automation)
  return {
    key_id: random.hex(32),
    spec: {
      owner_id: principal.id,
      owner_type: 'service-account',
      display_name: `${principal.name}-key`,
      disabled: false,
    },
  }
}

const ADMINISTRATION: readonly Habit[] = [
  { operation: 'UpdateNamespace', weight: 6, details: namespaceChange },
  { operation: 'UpdateUser', weight: 4, details: userChange },
  {
    operation: 'SetUserNamespaceAccess',
    weight: 4,
    details: (random, company) => ({
      ...userChange(random, company),
      namespace: random.pick(company.namespaces),
      access: { permission: 'PERMISSION_WRITE' },
    }),
  },
  { operation: 'CreateAPIKey', weight: 2, details: keyChange },
  { operation: 'DeleteAPIKey', weight: 2, details: keyChange },
  { operation: 'UpdateUserGroup', weight: 1, details: random => ({ group_id: random.uuid() }) },
  { operation: 'UserLogin', weight: 12, details: () => ({}) },
]

const ENGINEERING: readonly Habit[] = [
  { operation: 'UserLogin', weight: 14, details: () => ({}) },
  { operation: 'UpdateNamespace', weight: 3, details: namespaceChange },
  {
    operation: 'RenameCustomSearchAttribute',
    weight: 1,
    details: (random, { namespaces }) => ({
      namespace: random.pick(namespaces),
      existing_custom_search_attribute_name: 'OrderRef',
      new_custom_search_attribute_name: 'OrderReference',
    }),
  },
  {
    operation: 'ValidateNamespaceExportSink',
    weight: 1,
    details: (random, { namespaces }) => ({ namespace: random.pick(namespaces), name: 'archive' }),
  },
]

const DEPLOYMENT: readonly Habit[] = [
  { operation: 'UpdateNamespace', weight: 12, details: namespaceChange },
  { operation: 'UpdateNexusEndpoint', weight: 2, details: random => ({ endpoint_id: random.hex(32) }) },
  { operation: 'UpdateServiceAccount', weight: 1, details: random => ({ service_account_id: random.hex(32) }) },
]

/** What a company does in a time, as it would in any: more on working days, in working hours; now and then it fails. */
export function ordinaryTraffic(company: Company, from: number, to: number, random: Random): Event[] {
  const events: Event[] = []
  for (let day = from; day < to; day += DAY_MS) {
    const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
    const busy = (members: readonly Member[], habits: readonly Habit[], factor: number) => {
      for (const member of members) {
        for (let times = random.count(member.activity * factor); times > 0; times--) {
          const time = day + hourOfDay(member, random) * HOUR_MS
          if (time < to) events.push(eventOf(member, pickHabit(habits, random), time, company, random))
        }
      }
    }
    busy(company.administrators, ADMINISTRATION, isWeekend ? 0.05 : 1)
    busy(company.engineers, ENGINEERING, isWeekend ? 0.05 : 1)
    busy(company.automation, DEPLOYMENT, isWeekend ? 0.3 : 1)
  }
  return events
}

function hourOfDay(member: Member, random: Random): number {
  if (member.principal.type === 'serviceaccount') return random.next() * 24
  return 7 + (random.next() + random.next()) * 5.5 // people: around the middle of the day
}

function pickHabit(habits: readonly Habit[], random: Random): Habit {
  let left = random.next() * habits.reduce((sum, { weight }) => sum + weight, 0)
  for (const habit of habits) {
    left -= habit.weight
    if (left < 0) return habit
  }
  return habits[0]!
}

function eventOf(member: Member, habit: Habit, time: number, company: Company, random: Random): Event {
  const ticket = random.chance(0.7) ? `CHG-${1000 + random.below(4000)}` : random.uuid()
  return {
    logId: random.uuid(),
    time: Math.floor(time),
    operation: habit.operation,
    principal: member.principal,
    addresses: random.pick(member.addresses),
    status: random.chance(0.012) ? 'ERROR' : 'OK',
    asyncOperationId: ticket,
    details: habit.details(random, company),
    version: 0,
  }
}
