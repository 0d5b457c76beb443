import type { Random } from '../../../packages/cli/src/demo/random.ts'
import { at, DAY_MS, HOUR_MS, type Log, YEAR_ENDS, YEAR_STARTS } from './log.ts'
import type { Member, Staff } from './staff.ts'

const WRITE = { permission: 'PERMISSION_WRITE' }
const READER = { account_access: { role: 'ROLE_READ' } }
const SILENT = 'hanna@example.com' // on leave from the second month to the sixth
const REPORTER_STOPS = at(60, 0)

/**
 * What the company does on its ordinary days: people log in, administrators give access to who joins and take it from who
 * leaves, tools change namespaces and endpoints under tickets, now and then something fails.
 *
 * @param activity how many changes the tools make, in multiples of some forty a day
 */
export function ordinaryYear(log: Log, staff: Staff, random: Random, activity: number): void {
  for (let day = YEAR_STARTS; day < YEAR_ENDS; day += DAY_MS) {
    const isWorkday = ![0, 6].includes(new Date(day).getUTCDay())
    if (isWorkday) for (const person of peopleOf(staff)) dayOf(person, day, log, staff, random)
    if (isWorkday) administration(day, log, staff, random)
    tools(day, log, staff, random, activity * (isWorkday ? 1 : 0.4))
  }
}

function peopleOf(staff: Staff): Member[] {
  return [...staff.admins, ...staff.engineers]
}

function dayOf(person: Member, day: number, log: Log, { namespaces }: Staff, random: Random): void {
  const isAway = person.principal.name === SILENT && day > at(40, 0) && day < at(175, 0)
  if (isAway || random.chance(0.4)) return
  const address = random.pick(person.addresses)
  const begins = day + 8 * HOUR_MS + random.next() * 2 * HOUR_MS
  log.add(begins, person, 'UserLogin', {}, { address })
  if (random.chance(0.12)) {
    const sink = { namespace: random.pick(namespaces), name: 'archive' }
    const failed = random.chance(0.1)
    log.add(begins + random.next() * 6 * HOUR_MS, person, 'ValidateNamespaceExportSink', sink, { address, failed })
  }
  if (random.chance(0.03)) {
    const key = { key_id: random.hex(32), spec: { owner_id: person.principal.id, owner_type: 'user' } }
    log.add(begins + HOUR_MS, person, 'CreateAPIKey', key, { address, ticket: log.ticket() })
  }
}

function administration(day: number, log: Log, staff: Staff, random: Random): void {
  const time = () => day + (9 + random.next() * 8) * HOUR_MS
  const admin = random.pick(staff.admins)
  const address = random.pick(admin.addresses)
  // the console gives no ticket: one in twenty is forgotten
  const under = () => ({ address, ...(random.chance(0.95) && { ticket: log.ticket() }) })
  if (random.chance(0.08)) {
    const email = `joiner-${log.events.length}@example.com`
    log.add(time(), admin, 'CreateUser', { spec: { email, access: READER } }, under())
  }
  if (random.chance(0.25)) {
    const access = { user_id: random.pick(staff.engineers).principal.id, access: WRITE }
    const namespace = random.pick(staff.namespaces)
    log.add(time(), admin, 'SetUserNamespaceAccess', { ...access, namespace }, under())
  }
  if (random.chance(0.05)) log.add(time(), admin, 'DeleteUser', { user_id: random.uuid() }, under())
  if (random.chance(0.06)) log.add(time(), admin, 'UpdateUserGroup', { group_id: random.uuid() }, under())
}

function tools(day: number, log: Log, staff: Staff, random: Random, activity: number): void {
  const time = () => day + random.next() * DAY_MS
  const under = () => ({ ticket: log.ticket(), failed: random.chance(0.01) })
  for (let n = random.count(12 * activity); n > 0; n--) {
    const namespace = random.pick(staff.namespaces)
    const spec = { name: namespace.split('.')[0], retention_days: 30, regions: ['aws-eu-west-1'] }
    log.add(time(), staff.terraform, 'UpdateNamespace', { namespace, spec }, under())
  }
  for (let n = random.count(24 * activity); n > 0; n--)
    log.add(time(), staff.deployer, 'UpdateNexusEndpoint', { endpoint_id: random.pick(staff.endpoints) }, under())
  for (let n = random.count(4 * activity); n > 0; n--) {
    const sink = { namespace: random.pick(staff.namespaces), name: 'archive' }
    log.add(time(), staff.exporter, 'ValidateNamespaceExportSink', sink, under())
  }
  if (day < REPORTER_STOPS) log.add(time(), staff.reporter, 'ValidateNamespaceExportSink', { name: 'reports' }, under())
}
