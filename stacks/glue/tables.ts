import { DELIVERED } from '@temporal-audit-lake/lake'
import {
  arrivalGlueColumns,
  deadLetterGlueColumns,
  eventDate,
  type GlueColumn,
  receiptGlueColumns,
  sealedGlueColumns,
} from '@temporal-audit-lake/lake/glue'
import { NDJSON, PARQUET, storage } from './storage.ts'

/** Arrivals from this hour on are seen. It is before the first release, so before any arrival there can be. */
const FIRST_HOUR = '2026-11-01-00'

/** A table as Glue holds it; the views over them are made by the sealer, through Athena. */
export interface GlueTable<Text> {
  readonly name: string
  readonly description: string
  readonly partitionKeys: GlueColumn[]
  readonly parameters: Record<string, string | Text>
  readonly storageDescriptor: ReturnType<typeof storage<Text>>
}

/**
 * The tables of a lake.
 *
 * @param at makes the address of a path in the lake's bucket, such as `s3://<bucket>/arrivals/`
 */
export function glueTables<Text>(at: (path: string) => Text): GlueTable<Text>[] {
  return [
    {
      name: 'arrivals',
      description: 'Rows as they arrived, by the hour in which they were written. Ask audit_logs instead.',
      partitionKeys: [{ name: 'arrival_hour', type: 'string', comment: 'Hour in which it was written, UTC.' }],
      // no partition has to be registered for an hour to be seen, and what lies outside of the range is not seen
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'projection.enabled': 'true',
        'projection.arrival_hour.type': 'date',
        'projection.arrival_hour.format': 'yyyy-MM-dd-HH',
        'projection.arrival_hour.interval': '1',
        'projection.arrival_hour.interval.unit': 'HOURS',
        'projection.arrival_hour.range': `${FIRST_HOUR},NOW+1HOURS`,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena puts the hour there
        'storage.location.template': at('arrivals/arrival_hour=${arrival_hour}/'),
      },
      storageDescriptor: storage(at('arrivals/'), arrivalGlueColumns, PARQUET),
    },
    {
      name: 'sealed',
      description: 'Sealed days: every version of every event once, a file a day. Ask audit_logs instead.',
      partitionKeys: [eventDate],
      parameters: { EXTERNAL: 'TRUE', classification: 'parquet' },
      storageDescriptor: storage(at('sealed/'), sealedGlueColumns, PARQUET),
    },
    {
      name: DELIVERED.deadLetters,
      description: 'Dead letters as they were delivered, at least once. Ask dead_letters instead.',
      partitionKeys: [],
      parameters: { EXTERNAL: 'TRUE', classification: 'json' },
      storageDescriptor: storage(at('dead-letters/'), deadLetterGlueColumns, NDJSON),
    },
    {
      name: DELIVERED.receipts,
      description: 'Receipts as they were delivered, at least once. Ask receipts instead.',
      partitionKeys: [],
      parameters: { EXTERNAL: 'TRUE', classification: 'json' },
      storageDescriptor: storage(at('receipts/'), receiptGlueColumns, NDJSON),
    },
  ]
}
