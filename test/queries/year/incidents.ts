import type { Random } from '../../../packages/cli/src/demo/random.ts'
import { at, from, type Log, named } from './log.ts'
import type { Member, Staff } from './staff.ts'

/** What a saved query must find: a row, by the key that `detections.ts` makes of it. */
export interface Label {
  readonly query: string
  readonly key: string
}

/** Something that must not go unnoticed. */
export interface Incident {
  readonly title: string
  /** Writes it into the log. @returns what must be found of it */
  readonly happens: (log: Log, staff: Staff, random: Random) => readonly Label[]
}

const ADMIN = { account_access: { role: 'ROLE_ADMIN' } }
/** From a network for documentation (RFC 5737) that nobody at the company uses. */
const STRANGER = '203.0.113.66'

/** Labels of events, by their ids. */
function each(query: string, ids: readonly string[]): Label[] {
  return ids.map(key => ({ query, key }))
}

function one(query: string, ...parts: readonly string[]): Label {
  return { query, key: parts.join(' ') }
}

/** The incidents of the year. Those a query is too coarse for are labelled all the same: so recall shows it. */
export const incidents: readonly Incident[] = [
  {
    title: 'A session is stolen at night; a service account is made to stay, and the ledger loses its history',
    happens(log, staff, random) {
      const who = staff.admins[1]!
      const victim = from(who, STRANGER)
      const [day, ledger] = [280, 'ledger-prod.a1b2c']
      log.add(at(day, 2, 10), victim, 'UserLogin', {})
      const tries = [11, 12, 12.5, 13, 14, 15].map(minute =>
        log.add(at(day, 2, minute), victim, 'DeleteNamespace', { namespace: ledger }, { failed: true }),
      )
      const deleted = log.add(at(day, 2, 19), victim, 'DeleteNamespace', { namespace: 'ledger-dev.a1b2c' })
      const machine: Member = {
        principal: { type: 'serviceaccount', id: random.hex(32), name: 'metrics-sync', apiKeyId: random.hex(32) },
        addresses: [STRANGER],
      }
      const { id, name, apiKeyId } = machine.principal
      const account = log.add(at(day, 2, 24), victim, 'CreateServiceAccount', { spec: { name, access: ADMIN } })
      const owner = { owner_id: id, owner_type: 'service-account' }
      const key = log.add(at(day, 2, 26), victim, 'CreateServiceAccountAPIKey', { key_id: apiKeyId, spec: owner })
      const spec = { name: 'ledger-prod', retention_days: 1 }
      const shortened = log.add(at(day, 2, 40), machine, 'UpdateNamespace', { namespace: ledger, spec })
      const sink = { namespace: ledger, name: 'archive' }
      const cut = log.add(at(day, 2, 41), machine, 'DeleteNamespaceExportSink', sink)
      const victimName = victim.principal.name
      return [
        one('first-seen-addresses', victimName, STRANGER),
        one('repeated-failures', '2026-09-07', victimName),
        one('failure-then-success', victimName, 'DeleteNamespace'),
        one('first-time-operations', victimName, 'DeleteNamespace'),
        one('first-time-operations', victimName, 'CreateServiceAccount'),
        one('service-accounts-from-human-networks', name, '203.0.113.0/24'),
        ...each('off-hours-admin', [...tries, deleted, account, key]),
        ...each('changes-without-ticket', [deleted, account, key, shortened, cut]),
        ...each('separation-of-duties', [account]),
        ...each('retention-reductions', [shortened]),
      ]
    },
  },
  {
    title: 'An engineer makes themselves an administrator, with a made-up ticket',
    happens(log, { engineers }) {
      const insider = engineers[7]!
      const details = { ...named(insider), spec: { email: insider.principal.name, access: ADMIN } }
      const given = log.add(at(155, 14, 5), insider, 'UpdateUser', details, { ticket: log.ticket() })
      return [
        ...each('self-granted-privileges', [given]),
        one('first-time-operations', insider.principal.name, 'UpdateUser'),
      ]
    },
  },
  {
    title: 'The key of the deployer leaks and is used from elsewhere',
    happens(log, { deployer, endpoints }) {
      const thief = from(deployer, '203.0.113.140')
      const used = [0, 1, 2].map(n =>
        log.add(at(200, 13, 7 * n), thief, 'UpdateNexusEndpoint', { endpoint_id: endpoints[n] }),
      )
      return [
        one('api-keys-from-many-networks', '2026-06-19', deployer.principal.apiKeyId!),
        one('first-seen-addresses', deployer.principal.name, '203.0.113.140'),
        ...each('changes-without-ticket', used),
      ]
    },
  },
  {
    title: 'Somebody who was given notice deletes Nexus endpoints',
    happens(log, { engineers, endpoints }) {
      const leaver = engineers[3]!
      const deleted = endpoints
        .slice(0, 9)
        .map((endpoint_id, n) => log.add(at(228, 16, n * 0.7), leaver, 'DeleteNexusEndpoint', { endpoint_id }))
      return [
        one('bursts-of-deletes', leaver.principal.name, '2026-07-17'),
        one('first-time-operations', leaver.principal.name, 'DeleteNexusEndpoint'),
        ...each('changes-without-ticket', deleted),
        ...each('human-changes-on-managed-resources', deleted),
      ]
    },
  },
  {
    title: 'A forgotten service account wakes up elsewhere',
    happens(log, { reporter }) {
      const woken = from(reporter, '203.0.113.201')
      const first = log.add(at(300, 11), woken, 'ValidateNamespaceExportSink', { name: 'reports' })
      log.add(at(300, 11, 4), woken, 'ValidateNamespaceExportSink', { name: 'archive' })
      return [
        ...each('activity-after-dormancy', [first]),
        one('first-seen-addresses', reporter.principal.name, '203.0.113.201'),
        // in the month in which a stolen session came from there too
        one('service-accounts-from-human-networks', reporter.principal.name, '203.0.113.0/24'),
      ]
    },
  },
  {
    title: 'The audit log is switched off, under a ticket about something else',
    happens(log, { admins }) {
      const spec = { name: 'audit', enabled: false }
      const off = log.add(at(249, 12), admins[2]!, 'UpdateAccountAuditLogSink', { spec }, { ticket: log.ticket() })
      return each('logging-changes', [off])
    },
  },
  {
    title: 'Fourteen strangers are invited at once',
    happens(log, { admins }) {
      const target_users = Array.from({ length: 14 }, (_, n) => `friend-${n}@elsewhere.example`)
      const invited = log.add(at(318, 15), admins[0]!, 'InviteUsers', { target_users, roles: ['read'] })
      return [
        one('mass-access-changes', admins[0]!.principal.name, '2026-10-15'),
        ...each('changes-without-ticket', [invited]),
      ]
    },
  },
  {
    title: 'The emergency account is used, and there is no emergency',
    happens(log, { breakGlass, namespaces }) {
      const home = from(breakGlass, breakGlass.addresses[1]!)
      const spec = { name: namespaces[1]!.split('.')[0], retention_days: 60 }
      const used = [
        log.add(at(263, 20), home, 'UserLogin', {}),
        log.add(at(263, 20, 3), home, 'UpdateNamespace', { namespace: namespaces[1], spec }),
      ]
      return [
        ...each('break-glass-use', used),
        ...each('activity-after-dormancy', used.slice(0, 1)),
        ...each('off-hours-admin', used.slice(1)),
        ...each('changes-without-ticket', used.slice(1)),
        ...each('human-changes-on-managed-resources', used.slice(1)),
      ]
    },
  },
  {
    title: 'Somebody tries until a door opens',
    happens(log, { engineers, namespaces }) {
      const prober = engineers[11]!
      const details = { user_id: prober.principal.id, namespace: namespaces[9], access: { permission: 'READ' } }
      const tries = [0, 2, 3, 9].map(minute =>
        log.add(at(171, 10, minute), prober, 'SetUserNamespaceAccess', details, { failed: true }),
      )
      const opened = log.add(at(171, 10, 31), prober, 'SetUserNamespaceAccess', details)
      return [
        one('failure-then-success', prober.principal.name, 'SetUserNamespaceAccess'),
        one('first-time-operations', prober.principal.name, 'SetUserNamespaceAccess'),
        ...each('self-granted-privileges', [...tries, opened]),
        ...each('changes-without-ticket', [opened]),
      ]
    },
  },
  {
    title: 'Somebody tries twice a day, for a week: below every threshold',
    happens(log, { engineers, namespaces }) {
      const patient = engineers[15]!
      for (let day = 182; day < 187; day++)
        for (const hour of [10, 15])
          log.add(at(day, hour), patient, 'DeleteNamespace', { namespace: namespaces[3] }, { failed: true })
      return [
        one('repeated-failures', '2026-06-05', patient.principal.name),
        one('first-time-operations', patient.principal.name, 'DeleteNamespace'),
      ]
    },
  },
  {
    title: "Terraform's key is on somebody's laptop",
    happens(log, { terraform, engineers, namespaces }) {
      const laptop = from(terraform, engineers[5]!.addresses[0]!)
      for (const minute of [0, 5, 11]) {
        const spec = { name: namespaces[2]!.split('.')[0], retention_days: 30, regions: ['aws-eu-west-1'] }
        log.add(at(213, 9, minute), laptop, 'UpdateNamespace', { namespace: namespaces[2], spec }, { ticket: 'CHG-7' })
      }
      return [
        one('service-accounts-from-human-networks', terraform.principal.name, '192.0.2.0/24'),
        one('api-keys-from-many-networks', '2026-07-02', terraform.principal.apiKeyId!),
        one('first-seen-addresses', terraform.principal.name, laptop.addresses[0]!),
      ]
    },
  },
  {
    title: 'A namespace that Terraform manages is mended by hand',
    happens(log, { engineers, namespaces }) {
      const spec = { name: namespaces[4]!.split('.')[0], retention_days: 30, regions: ['aws-eu-west-1'] }
      const details = { namespace: namespaces[4], spec }
      const changed = log.add(at(141, 11), engineers[9]!, 'UpdateNamespace', details, { ticket: log.ticket() })
      return each('human-changes-on-managed-resources', [changed])
    },
  },
  {
    title: 'A key is used on after it was deleted',
    happens(log, { admins, engineers }, random) {
      const [owner, key_id] = [engineers[20]!, random.hex(32)]
      const spec = { owner_id: owner.principal.id, owner_type: 'user', display_name: 'laptop' }
      log.add(at(160, 9), owner, 'CreateAPIKey', { key_id, spec }, { ticket: log.ticket() })
      log.add(at(202, 10), admins[2]!, 'DeleteAPIKey', { key_id }, { ticket: log.ticket() })
      const copy = { ...from(owner, owner.addresses[1]!), principal: { ...owner.principal, apiKeyId: key_id } }
      log.add(at(202, 12), copy, 'ValidateNamespaceExportSink', { name: 'archive' }, { failed: true })
      return [one('api-keys-used-after-deletion', key_id)]
    },
  },
]
