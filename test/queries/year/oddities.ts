import type { Random } from '../../../packages/cli/src/demo/random.ts'
import { at, from, type Log } from './log.ts'
import type { Staff } from './staff.ts'

/** What looks like an incident and is none: whatever a query finds of it is a false alarm. */
export function oddities(log: Log, staff: Staff, random: Random): void {
  onCall(log, staff)
  onboarding(log, staff)
  tidyingUp(log, staff)
  typingErrors(log, staff)
  brokenJob(log, staff)
  drill(log, staff)
  approvedChanges(log, staff)
  moves(log, staff)
  lastUse(log, staff, random)
}

/** Somebody mends at night, under a ticket, what woke them. */
function onCall(log: Log, { engineers, namespaces }: Staff): void {
  for (const [n, day] of [110, 133, 198, 241, 290, 331].entries()) {
    const who = from(engineers[n * 3]!, engineers[n * 3]!.addresses[1]!)
    const attribute = { namespace: namespaces[n], new_custom_search_attribute_name: 'OrderReference' }
    log.add(at(day, 3, 20 + n), who, 'RenameCustomSearchAttribute', attribute, { ticket: log.ticket() })
  }
}

function onboarding(log: Log, { admins }: Staff): void {
  for (let n = 0; n < 12; n++) {
    const spec = { email: `graduate-${n}@example.com`, access: { account_access: { role: 'ROLE_READ' } } }
    log.add(at(277, 9, n * 2), admins[0]!, 'CreateUser', { spec }, { ticket: 'CHG-2001' })
  }
}

function tidyingUp(log: Log, { terraform }: Staff): void {
  for (let n = 0; n < 8; n++)
    log.add(at(190, 6, n), terraform, 'DeleteNamespace', { namespace: `preview-${n}.a1b2c` }, { ticket: 'CHG-2002' })
}

function typingErrors(log: Log, { admins, namespaces }: Staff): void {
  const details = { user_id: 'typed wrongly', namespace: namespaces[0], access: { permission: 'READ' } }
  for (const minute of [0, 1, 3])
    log.add(at(220, 11, minute), admins[2]!, 'SetUserNamespaceAccess', details, { failed: true })
  log.add(at(220, 11, 6), admins[2]!, 'SetUserNamespaceAccess', details, { ticket: log.ticket() })
}

function brokenJob(log: Log, { exporter, namespaces }: Staff): void {
  for (let hour = 4; hour < 12; hour++)
    log.add(at(259, hour), exporter, 'ValidateNamespaceExportSink', { namespace: namespaces[6] }, { failed: true })
}

/** The emergency account is tried out once a year. */
function drill(log: Log, { breakGlass }: Staff): void {
  log.add(at(130, 10), breakGlass, 'UserLogin', {})
}

function approvedChanges(log: Log, { admins, terraform, exporter, namespaces }: Staff): void {
  const spec = { name: namespaces[2]!.split('.')[0], retention_days: 14, regions: ['aws-eu-west-1'] }
  log.add(at(210, 10), terraform, 'UpdateNamespace', { namespace: namespaces[2], spec }, { ticket: 'CHG-2003' })
  log.add(at(120, 10), admins[1]!, 'UpdateAccount', { spec: { metrics: {} } }, { ticket: 'CHG-2004' })
  const access = { account_access: { role: 'ROLE_ADMIN' } }
  log.add(at(312, 9), admins[0]!, 'CreateServiceAccount', { spec: { name: 'audit', access } }, { ticket: 'CHG-2005' })
  const owner = { owner_id: 'audit', owner_type: 'service-account' }
  log.add(at(312, 9, 9), admins[0]!, 'CreateServiceAccountAPIKey', { spec: owner }, { ticket: 'CHG-2005' })
  const self = { user_id: admins[1]!.principal.id, spec: { access: { account_access: { role: 'ROLE_READ' } } } }
  log.add(at(325, 9), admins[1]!, 'UpdateUser', self, { ticket: 'CHG-2006' })
  const moved = from(exporter, '2001:db8:10:99::5')
  log.add(at(236, 18), moved, 'ValidateNamespaceExportSink', { name: 'archive' }, { ticket: 'CHG-2007' })
}

/** Hotels, trains, other telephones. */
function moves(log: Log, { engineers }: Staff): void {
  for (const [n, day] of [106, 118, 149, 162, 205, 233, 270, 304, 333].entries())
    log.add(at(day, 9, n), from(engineers[n + 10]!, `2001:db8:77:${n}::9`), 'UserLogin', {})
}

/** Somebody deletes a key of their own while a job still runs with it. */
function lastUse(log: Log, { engineers }: Staff, random: Random): void {
  const [owner, key_id] = [engineers[2]!, random.hex(32)]
  log.add(at(168, 10), owner, 'DeleteAPIKey', { key_id }, { ticket: 'CHG-2008' })
  for (const minute of [2, 9]) {
    const job = { ...owner, principal: { ...owner.principal, apiKeyId: key_id } }
    log.add(at(168, 10, minute), job, 'ValidateNamespaceExportSink', { name: 'archive' })
  }
}
