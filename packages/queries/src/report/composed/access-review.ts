import { TICKET, WHEN_AND_WHO } from './change-columns.ts'
import type { Composition } from './composition.ts'

const SAMPLE_SIZE = '25'

/** Who has what, and whether they should: for the reviews that standards ask for every quarter or half a year. */
export const accessReview: Composition = {
  name: 'access-review',
  title: 'Access review',
  description: 'Who could do what at the end of the period, what was given and taken in it, and who may have too much.',
  scope:
    'Users, service accounts, groups and their roles and permissions in the Temporal Cloud account, as far as events tell: what was given before the first event is unknown, and said to be. Access at the identity provider is not in it.',
  sections: [
    {
      heading: 'Users',
      tables: [
        {
          query: 'users-as-of',
          figure: 'Users',
          bars: { caption: 'Users by account role', of: 'Account role', column: 'account_role' },
          caption: 'Users at the end of the period',
          columns: [
            ['User', 'subject', 'text'],
            ['Account role', 'account_role', 'code'],
            ['Other access', 'other_access', 'text'],
            ['Made', 'created', 'time'],
            ['Made by', 'created_by', 'text'],
            ['Last seen', 'last_seen', 'time'],
            ['Unknown', 'unknown', 'text'],
          ],
          empty: 'No user is known from events.',
        },
      ],
    },
    {
      heading: 'Service accounts',
      tables: [
        {
          query: 'service-accounts-as-of',
          figure: 'Service accounts',
          caption: 'Service accounts at the end of the period',
          columns: [
            ['Service account', 'subject', 'text'],
            ['Account role', 'account_role', 'code'],
            ['Other access', 'other_access', 'text'],
            ['Made', 'created', 'time'],
            ['Made by', 'created_by', 'text'],
            ['Last seen', 'last_seen', 'time'],
            ['Unknown', 'unknown', 'text'],
          ],
          empty: 'No service account is known from events.',
        },
        {
          query: 'orphan-service-accounts',
          finding: {
            level: 'review',
            one: 'service account outlived who made it',
            many: 'service accounts outlived who made them',
            text: 'Each needs an owner who is there, or should be deleted:',
            none: 'No service account outlived who made it',
            names: 'subject',
          },
          caption: 'Service accounts whose maker was deleted',
          columns: [
            ['Service account', 'subject', 'text'],
            ['Account role', 'account_role', 'code'],
            ['Made', 'created', 'time'],
            ['Made by', 'created_by', 'text'],
            ['Maker deleted', 'creator_deleted', 'time'],
            ['Days since', 'days_orphaned', 'count'],
          ],
          empty: 'No service account outlived the user who made it.',
        },
      ],
    },
    {
      heading: 'Privileged access',
      tables: [
        {
          query: 'privileged-principals-as-of',
          figure: 'Privileged',
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
      heading: 'Who had what',
      text: 'Every role, permission and membership at the end of the period: decide for each whether it is still needed.',
      tables: [
        {
          query: 'access-as-of',
          caption: 'Access at the end of the period',
          columns: [
            ['Who', 'subject', 'text'],
            ['Type', 'subject_type', 'text'],
            ['Where', 'scope', 'text'],
            ['Access', 'access', 'code'],
            ['Since', 'since', 'time'],
            ['Given by', 'given_by', 'text'],
            TICKET,
            ['Unknown', 'unknown', 'text'],
          ],
          empty: 'No access is known from events.',
        },
      ],
    },
    {
      heading: 'Joiners, movers and leavers',
      tables: [
        {
          query: 'joiners-movers-leavers',
          figure: 'Joiners, movers, leavers',
          bars: { caption: 'Joiners, movers and leavers', of: 'Kind', column: 'kind' },
          caption: 'Who came, who went, and whose access changed',
          columns: [
            ['Time', 'emit_time', 'time'],
            ['Kind', 'kind', 'text'],
            ['Who', 'subject', 'text'],
            ['Where', 'scope', 'text'],
            ['Before', 'access_before', 'code'],
            ['After', 'access', 'code'],
            ['By whom', 'actor', 'text'],
            TICKET,
          ],
          empty: 'Nobody came, went or changed access in the period.',
        },
        {
          query: 'namespace-and-group-access-changes',
          caption: 'Permissions in namespaces and memberships of groups that were changed',
          columns: [
            ...WHEN_AND_WHO,
            ['Of whom', 'subject', 'text'],
            ['Where', 'scope', 'text'],
            ['Access', 'access', 'code'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'No such permission or membership was changed in the period.',
        },
      ],
    },
    {
      heading: 'Unused access',
      tables: [
        {
          query: 'dormant-accounts',
          finding: {
            level: 'review',
            one: 'account with access did nothing for 30 days',
            many: 'accounts with access did nothing for 30 days',
            text: 'The data plane is not logged, so a service account may be at work without being seen. Take away what nobody needs:',
            none: 'Every account with access was seen in the last 30 days',
            names: 'subject',
          },
          caption: 'Accounts that did nothing for 30 days and more, and still have access',
          columns: [
            ['Who', 'subject', 'text'],
            ['Type', 'subject_type', 'text'],
            ['Account role', 'account_role', 'code'],
            ['Last seen', 'last_seen', 'time'],
            ['Quiet days', 'quiet_days', 'count'],
            ['Bracket', 'bracket', 'text'],
            ['Made by', 'created_by', 'text'],
          ],
          empty: 'Every account with access was seen in the last 30 days.',
        },
        {
          query: 'invited-never-active',
          finding: {
            level: 'review',
            one: 'user was invited and never active',
            many: 'users were invited and never active',
            text: 'An invitation that nobody took up is access that waits for somebody else:',
            none: 'Every invited user has been active',
            names: 'subject',
          },
          caption: 'Users who were invited and never did anything',
          columns: [
            ['User', 'subject', 'text'],
            ['Account role', 'account_role', 'code'],
            ['Other access', 'other_access', 'text'],
            ['Invited', 'invited', 'time'],
            ['Invited by', 'invited_by', 'text'],
            ['Days since', 'days_since', 'count'],
          ],
          empty: 'Every invited user has been active.',
        },
      ],
    },
    {
      heading: 'Sample for testing',
      text: 'Drawn at random by the day that the period begins: the same seed draws the same from the same log. Draw again with a seed of your own by the command in the appendix.',
      tables: [
        ...(['provisioning', 'termination'] as const).map(population => ({
          query: 'population-sample',
          name: `population-sample-${population}`,
          given: ({ from }: { readonly from: number }) => ({
            ...{ population, n: SAMPLE_SIZE, seed: new Date(from).toISOString().slice(0, 10) },
          }),
          caption: `A sample of ${population} events`,
          columns: [
            ['No.', 'place', 'count'] as const,
            ['Population', 'population_size', 'count'] as const,
            ...WHEN_AND_WHO,
            ['What happened', 'sentence', 'text'] as const,
            TICKET,
            ['Event', 'log_id', 'code'] as const,
          ],
          empty: `There was no ${population} event in the period.`,
        })),
      ],
    },
  ],
}
