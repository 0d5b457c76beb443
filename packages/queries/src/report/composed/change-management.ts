import { TICKET, WHEN_AND_WHO } from './change-columns.ts'
import type { Composition } from './composition.ts'

/** What was changed, and what says that it was meant to be. */
export const changeManagement: Composition = {
  name: 'change-management',
  title: 'Change management',
  description:
    'What was changed in the account and its namespaces, from what to what, and which changes name no ticket.',
  scope:
    'Changes of namespaces, authentication, certificates, connectivity, exports, Nexus endpoints, search attributes and the plan. Approvals and tests are in the system of tickets, deployments of workflows are not logged.',
  sections: [
    {
      heading: 'Changes without a ticket',
      text: ({ pattern }) =>
        `The id of an operation names a ticket when it has what this regular expression finds: ${pattern}. If yours look otherwise, have the report made with a pattern of your own.`,
      tables: [
        {
          query: 'changes-without-ticket',
          takes: ['pattern'],
          figure: 'Without a ticket',
          finding: {
            level: 'review',
            one: 'change names no ticket',
            many: 'changes name no ticket',
            text: 'Find their approval, or ask those who made them:',
            none: 'Every change names a ticket',
            names: 'actor',
          },
          bars: { caption: 'Changes without a ticket, by whom', of: 'By whom', column: 'actor' },
          caption: 'Changes that name no ticket',
          columns: [
            ...WHEN_AND_WHO,
            ['Type', 'principal_type', 'text'],
            ['Address', 'client_ip', 'code'],
            ['Namespace', 'namespace', 'text'],
            TICKET,
            ['Event', 'log_id', 'code'],
          ],
          empty: 'Every change names a ticket.',
        },
      ],
    },
    {
      heading: 'Changes by hand',
      tables: [
        {
          query: 'human-changes-on-managed-resources',
          figure: 'By hand',
          finding: {
            level: 'review',
            one: 'change by hand to what a tool manages',
            many: 'changes by hand to what a tool manages',
            text: 'The tool will undo it, or no longer knows what is there:',
            none: 'Nobody changed by hand what a tool manages',
            names: 'resource',
          },
          caption: 'Changes by people to what service accounts manage',
          columns: [
            ...WHEN_AND_WHO,
            ['Address', 'client_ip', 'code'],
            ['Resource', 'resource', 'text'],
            ['By tools before', 'by_tools', 'count'],
            ['Last tool', 'last_tool', 'text'],
            TICKET,
          ],
          empty: 'There are none.',
        },
      ],
    },
    {
      heading: 'Before and after',
      tables: [
        {
          query: 'changes-with-before',
          figure: 'Settings changed',
          caption: 'Settings that were changed, from what to what',
          columns: [
            ...WHEN_AND_WHO,
            ['Thing', 'thing', 'text'],
            ['Setting', 'path', 'code'],
            ['Before', 'value_before', 'text'],
            ['After', 'value_after', 'text'],
            TICKET,
          ],
          empty: 'No setting is known to have changed in the period.',
        },
      ],
    },
    {
      heading: 'Namespaces',
      tables: [
        {
          query: 'namespace-lifecycle',
          figure: 'Namespaces touched',
          caption: 'Namespaces that were made, changed or deleted',
          columns: [
            ['Namespace', 'namespace', 'text'],
            ['Made', 'made_at', 'time'],
            ['Made by', 'made_by', 'text'],
            ['Deleted', 'deleted_at', 'time'],
            ['Deleted by', 'deleted_by', 'text'],
            ['Changes', 'changes', 'count'],
          ],
          empty: 'No namespace was made, changed or deleted in the period.',
        },
        {
          query: 'retention-reductions',
          finding: {
            level: 'review',
            one: 'time a retention was made shorter',
            many: 'times a retention was made shorter',
            text: 'Histories may be evidence: see that nobody needs them longer. Of:',
            none: 'No retention was made shorter',
            names: 'namespace',
          },
          caption: 'Retention that was made shorter',
          columns: [
            ['Time', 'emit_time', 'time'],
            ['By whom', 'actor', 'text'],
            ['Namespace', 'namespace', 'text'],
            ['Days before', 'days_before', 'count'],
            ['Days after', 'days', 'count'],
            TICKET,
          ],
          empty: 'No retention was made shorter in the period.',
        },
      ],
    },
    {
      heading: 'Authentication and connectivity',
      tables: [
        {
          query: 'auth-and-certificate-changes',
          figure: 'Authentication changed',
          caption: 'Changes of authentication and certificates',
          columns: [
            ...WHEN_AND_WHO,
            ['Namespace', 'namespace', 'text'],
            ['mTLS before', 'mtls_before', 'text'],
            ['mTLS after', 'mtls', 'text'],
            ['API keys before', 'api_keys_before', 'text'],
            ['API keys after', 'api_keys', 'text'],
            ['Certificates changed', 'is_certificate_changed', 'text'],
            TICKET,
          ],
          empty: 'Neither authentication nor certificates were changed in the period.',
        },
        {
          query: 'connectivity-rule-changes',
          caption: 'Changes of connectivity rules',
          columns: [
            ...WHEN_AND_WHO,
            ['Rule', 'rule_id', 'code'],
            ['Type', 'rule_type', 'text'],
            ['Namespace', 'namespace', 'text'],
            ['Bound before', 'bound_rules_before', 'text'],
            ['Bound after', 'bound_rules', 'text'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'No connectivity rule was changed in the period.',
        },
        {
          query: 'export-sink-changes',
          caption: 'Changes of export sinks',
          columns: [
            ...WHEN_AND_WHO,
            ['Namespace', 'namespace', 'text'],
            ['Sink', 'sink', 'text'],
            ['Enabled', 'is_enabled', 'text'],
            ['Bucket', 'bucket', 'text'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'No export sink was changed in the period.',
        },
      ],
    },
    {
      heading: 'Other changes',
      tables: [
        {
          query: 'nexus-endpoint-changes',
          caption: 'Changes of Nexus endpoints',
          columns: [
            ...WHEN_AND_WHO,
            ['Endpoint', 'endpoint', 'text'],
            ['Target', 'target_namespace', 'text'],
            ['Callers', 'allowed_callers', 'text'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'No Nexus endpoint was changed in the period.',
        },
        {
          query: 'search-attribute-changes',
          caption: 'Changes of search attributes',
          columns: [
            ...WHEN_AND_WHO,
            ['Namespace', 'namespace', 'text'],
            ['Before', 'attributes_before', 'text'],
            ['After', 'attributes', 'text'],
            TICKET,
          ],
          empty: 'No search attribute was changed in the period.',
        },
        {
          query: 'failovers',
          caption: 'Failovers and replicas',
          columns: [
            ...WHEN_AND_WHO,
            ['Namespace', 'namespace', 'text'],
            ['Region', 'region', 'text'],
            ['Region before', 'last_region', 'text'],
            ['Outcome', 'status', 'status'],
            TICKET,
          ],
          empty: 'No namespace failed over, and no replica was added or removed in the period.',
        },
        {
          query: 'plan-changes',
          caption: 'Changes of the plan',
          columns: [...WHEN_AND_WHO, ['Outcome', 'status', 'status'], ['Details', 'details', 'code'], TICKET],
          empty: 'The plan was not changed in the period.',
        },
      ],
    },
    {
      heading: 'Sample for testing',
      text: 'Drawn at random by the day that the period begins: the same seed draws the same from the same log.',
      tables: [
        {
          query: 'population-sample',
          given: ({ from }) => ({ population: 'namespaces', n: '25', seed: new Date(from).toISOString().slice(0, 10) }),
          caption: 'A sample of changes of namespaces',
          columns: [
            ['No.', 'place', 'count'],
            ['Population', 'population_size', 'count'],
            ...WHEN_AND_WHO,
            ['What happened', 'sentence', 'text'],
            TICKET,
            ['Event', 'log_id', 'code'],
          ],
          empty: 'There was no change of a namespace in the period.',
        },
      ],
    },
  ],
}
