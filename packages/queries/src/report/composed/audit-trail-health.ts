import type { Composition } from './composition.ts'

/** Whether the log itself can be relied on. */
export const auditTrailHealth: Composition = {
  name: 'audit-trail-health',
  title: 'Health of the audit trail',
  description: 'Whether the log is complete, in order and says what it should: what every other report stands on.',
  scope:
    'What arrived in the lake, what became of it, and what events say. What Temporal never delivered cannot be seen here: its events have no numbers that would show a gap.',
  sections: [
    {
      heading: 'Completeness',
      tables: [
        {
          query: 'completeness-certificate',
          figure: 'Days',
          bars: { caption: 'Days by how they are sealed', of: 'State', column: 'seal_state' },
          caption: 'Every day: what was received, and what became of it',
          columns: [
            ['Day', 'day', 'text'],
            ['Batches', 'batches', 'count'],
            ['Received', 'received', 'count'],
            ['Stored', 'stored', 'count'],
            ['Repeats', 'repeats', 'count'],
            ['Dead letters', 'dead_letters', 'count'],
            ['Open', 'open_dead_letters', 'count'],
            ['Unaccounted for', 'unaccounted', 'count'],
            ['Events', 'events', 'count'],
            ['State', 'seal_state', 'text'],
          ],
          empty: 'Nothing arrived, and nothing happened.',
        },
        {
          query: 'ledger-of-events',
          caption: 'Every day of events: rows of the table, and what they are',
          columns: [
            ['Day', 'event_date', 'text'],
            ['Rows', 'rows_of_versions', 'count'],
            ['Events', 'events', 'count'],
            ['Replaced versions', 'superseded', 'count'],
            ['Unaccounted for', 'unaccounted', 'count'],
          ],
          empty: 'There are no events.',
        },
        {
          query: 'open-dead-letters',
          figure: 'Open dead letters',
          caption: 'Records that could not become rows, and were not mended yet',
          columns: [
            ['Arrived', 'arrival_time', 'time'],
            ['Reason', 'reason', 'code'],
            ['Message', 'message', 'text'],
            ['Source', 'source', 'text'],
            ['Beginning', 'beginning', 'code'],
            ['Dead letter', 'dead_letter_id', 'code'],
          ],
          empty: 'There are none.',
        },
        {
          query: 'quiet-periods',
          figure: 'Quiet periods',
          finding: {
            level: 'review',
            one: 'time nothing arrived for a day and more',
            many: 'times nothing arrived for a day and more',
            text: 'A quiet weekend and a broken delivery look the same here.',
            none: 'Something arrived every day',
            names: 'quiet_from',
          },
          caption: 'Times in which nothing arrived for a day and more',
          columns: [
            ['Source', 'source', 'text'],
            ['From', 'quiet_from', 'time'],
            ['To', 'quiet_to', 'time'],
            ['Hours', 'hours', 'count'],
          ],
          empty: 'There are none.',
        },
      ],
    },
    {
      heading: 'What events say',
      tables: [
        {
          query: 'field-completeness',
          caption: 'What an event should say, and how many do',
          columns: [
            ['Part', 'requirement', 'text'],
            ['Asks for', 'asks_for', 'text'],
            ['Columns', 'columns_used', 'code'],
            ['Events', 'events', 'count'],
            ['Say it', 'complete', 'count'],
            ['Do not', 'incomplete', 'count'],
            ['Percent', 'complete_percent', 'count'],
            ['An example', 'example', 'code'],
          ],
          empty: 'There are no events.',
        },
        {
          query: 'record-format-drift',
          caption: 'Forms of records, and what is new in them',
          columns: [
            ['Thing', 'thing', 'text'],
            ['Events', 'events', 'count'],
            ['First seen', 'first_seen', 'time'],
            ['Last seen', 'last_seen', 'time'],
            ['New', 'is_new', 'text'],
            ['Gone', 'is_gone', 'text'],
          ],
          empty: 'There are no events.',
        },
      ],
    },
    {
      heading: 'Times',
      tables: [
        {
          query: 'clock-skew',
          caption: 'From the event to its arrival, in milliseconds',
          columns: [
            ['Day', 'event_date', 'text'],
            ['Source', 'source', 'text'],
            ['Events', 'events', 'count'],
            ['Ahead of arrival', 'ahead_of_arrival', 'count'],
            ['Beyond tolerance', 'beyond_tolerance', 'count'],
            ['Shortest', 'shortest_ms', 'count'],
            ['Longest', 'longest_ms', 'count'],
          ],
          empty: 'There are no events.',
        },
        {
          query: 'out-of-order-arrivals',
          figure: 'Days out of order',
          caption: 'Events that arrived after later ones',
          columns: [
            ['Day', 'event_date', 'text'],
            ['Source', 'source', 'text'],
            ['Events', 'events', 'count'],
            ['Minutes behind', 'most_minutes_behind', 'count'],
            ['Last arrival', 'last_arrival', 'time'],
          ],
          empty: 'Every event arrived in order.',
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
            ['Time', 'emit_time', 'time'],
            ['By whom', 'actor', 'text'],
            ['Operation', 'operation_name', 'text'],
            ['Address', 'client_ip', 'code'],
            ['Outcome', 'status', 'status'],
            ['Sink', 'sink', 'text'],
            ['Destination', 'destination', 'code'],
            ['Ticket or id', 'async_operation_id', 'code'],
          ],
          empty: 'Logging itself was not changed.',
        },
      ],
    },
  ],
}
