import { TICKET, WHEN_AND_WHO } from './change-columns.ts'
import type { Composition } from './composition.ts'

/** What those did who can do most. */
export const privilegedActivity: Composition = {
  name: 'privileged-activity',
  title: 'Privileged activity',
  description: 'Who became privileged, how, and what was done with privileges that somebody should look at.',
  scope:
    'Roles and permissions that administer the account or a namespace, and operations on the account, its users and its namespaces. What applications do in namespaces is not logged.',
  sections: [
    {
      heading: 'Emergency accounts',
      tables: [
        {
          query: 'break-glass-use',
          takes: ['accounts'],
          unasked: {
            title: 'No emergency account is named',
            text: 'The log does not know which accounts are for emergencies, so their use was not looked for. Have the report made with their names, as accounts.',
          },
          figure: 'Emergency accounts',
          finding: {
            level: 'review',
            one: 'event of an emergency account',
            many: 'events of emergency accounts',
            text: 'Each must belong to an emergency that is written down; change the credentials after it. By:',
            none: 'No emergency account was used or changed',
            names: 'actor',
          },
          caption: 'Use of emergency accounts, and changes of them, the newest first',
          columns: [
            ['Time', 'emit_time', 'time'],
            ['By whom', 'actor', 'text'],
            ['Used or changed', 'what_happened', 'text'],
            ['Operation', 'operation_name', 'text'],
            ['Address', 'client_ip', 'code'],
            ['API key', 'principal_api_key_id', 'code'],
            ['Namespace', 'namespace', 'text'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'No emergency account was used or changed in the period.',
        },
      ],
    },
    {
      heading: 'Privileges given to oneself',
      tables: [
        {
          query: 'self-granted-privileges',
          figure: 'Given to oneself',
          finding: {
            level: 'review',
            one: 'privilege was given to oneself',
            many: 'privileges were given to oneself',
            text: 'Somebody else should have approved each:',
            none: 'Nobody gave a privilege to themselves',
            names: 'actor',
          },
          caption: 'Roles and permissions that somebody gave to themselves',
          columns: [
            ...WHEN_AND_WHO,
            ['Address', 'client_ip', 'code'],
            ['Roles', 'roles', 'code'],
            ['Privileged', 'is_privileged', 'text'],
            ['Namespace', 'namespace', 'text'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'Nobody gave a role or permission to themselves.',
        },
      ],
    },
    {
      heading: 'Separation of duties',
      tables: [
        {
          query: 'separation-of-duties',
          figure: 'Duties not separated',
          finding: {
            level: 'review',
            one: 'service account was made, privileged and given a key by one person',
            many: 'service accounts were made, privileged and given a key by one person',
            text: 'Two people should have taken part:',
            none: 'No service account was made, privileged and given a key by one person',
            names: 'service_account',
          },
          caption: 'Service accounts that one person made, privileged and gave a key',
          columns: [
            ['By whom', 'actor', 'text'],
            ['Service account', 'service_account', 'text'],
            ['Made', 'made_at', 'time'],
            ['Privileged', 'privileged_at', 'time'],
            ['Key made', 'key_made_at', 'time'],
            ['Event', 'log_id', 'code'],
          ],
          empty: 'There is none.',
        },
      ],
    },
    {
      heading: 'Privileges given and taken',
      tables: [
        {
          query: 'privileged-grants-and-revokes',
          figure: 'Given and taken',
          bars: { caption: 'Privileges given and taken, by whom', of: 'By whom', column: 'actor' },
          caption: 'Privileged roles and permissions that were given and taken, the newest first',
          columns: [
            ...WHEN_AND_WHO,
            ['Given or taken', 'change', 'text'],
            ['To whom', 'subject', 'text'],
            ['Roles', 'roles', 'code'],
            ['Namespace', 'namespace', 'text'],
            ['Address', 'client_ip', 'code'],
            TICKET,
          ],
          empty: 'No privileged role or permission was given or taken in the period.',
        },
        {
          query: 'privileged-principals-as-of',
          figure: 'Privileged at the end',
          caption: 'Who could administer the account or a namespace at the end of the period',
          columns: [
            ['Who', 'subject', 'text'],
            ['Type', 'subject_type', 'text'],
            ['Where', 'scope', 'text'],
            ['Access', 'access', 'code'],
            ['Since', 'since', 'time'],
            ['Given by', 'given_by', 'text'],
            ['Last seen', 'last_seen', 'time'],
          ],
          empty: 'Nobody is known from events to be privileged.',
        },
      ],
    },
    {
      heading: 'Out of hours',
      text: ({ timezone, opens, closes, workdays, holidays }) =>
        `Working time is from ${opens} to ${closes} o’clock in ${timezone}, on the days ${workdays} of a week that begins with Monday, but for ${holidays === '' ? 'no holiday' : holidays}. If yours is another, have the report made with it.`,
      tables: [
        {
          query: 'off-hours-admin',
          takes: ['timezone', 'opens', 'closes', 'workdays', 'holidays'],
          figure: 'Out of hours',
          finding: {
            level: 'review',
            one: 'operation out of hours',
            many: 'operations out of hours',
            text: 'See whether those who did it were on duty:',
            none: 'Nothing was administered out of hours',
            names: 'actor',
          },
          bars: { caption: 'Operations out of hours, by whom', of: 'By whom', column: 'actor' },
          caption: 'Administration out of hours',
          columns: [
            ...WHEN_AND_WHO,
            ['Weekday', 'weekday', 'text'],
            ['Address', 'client_ip', 'code'],
            ['Namespace', 'namespace', 'text'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'Nothing was administered out of hours.',
        },
      ],
    },
    {
      heading: 'Changes of logging',
      tables: [
        {
          query: 'logging-changes',
          figure: 'Changes of logging',
          finding: {
            level: 'review',
            one: 'change of logging itself',
            many: 'changes of logging itself',
            text: 'Each decides what is evidence later. Made by:',
            none: 'Logging itself was not changed',
            names: 'actor',
          },
          caption: 'What may have changed what is logged, and where to',
          columns: [
            ...WHEN_AND_WHO,
            ['Address', 'client_ip', 'code'],
            ['Outcome', 'status', 'status'],
            ['Sink', 'sink', 'text'],
            ['Enabled', 'is_enabled', 'text'],
            ['Destination', 'destination', 'code'],
            TICKET,
          ],
          empty: 'Logging itself was not changed.',
        },
      ],
    },
  ],
}
