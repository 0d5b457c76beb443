import type { Block } from '../block.ts'

/** What nobody should read into a Temporal Cloud audit log. */
export const limits: readonly Block[] = [
  {
    kind: 'text',
    text: 'The audit log is about the administration of a Temporal Cloud account. That something is not in it does not mean that it did not happen:',
  },
  {
    kind: 'list',
    items: [
      {
        title: 'The data plane.',
        text: 'Workflows that were started, signalled, terminated or read, activities and workers are not logged. Their evidence is in workflow histories and in the applications.',
      },
      {
        title: 'Log-ins that failed at the identity provider.',
        text: 'Temporal Cloud never sees them. They are in the logs of the provider of single sign-on.',
      },
      {
        title: "Access by Temporal's own staff.",
        text: 'It is not in the log of a customer. Ask Temporal for its attestations.',
      },
      {
        title: 'Anything older than the audit log sink.',
        text: 'Events from before the sink was set up are here only if they were imported; Temporal keeps 30 days of them.',
      },
      {
        title: 'Events that Temporal never delivered.',
        text: 'Every record that arrived is accounted for in the receipts. Temporal publishes no guarantee of delivery, and numbers its events in no way that would show a gap.',
      },
    ],
  },
]
