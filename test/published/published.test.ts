import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { batch, type RowObject, rowsOf, transformed, withoutProvenance } from '../core/batch.ts'

interface OldRecord {
  readonly emit_time: string
  readonly level: string
  readonly caller_ip_address?: string
  readonly user_email: string
  readonly operation: string
  readonly details: {
    readonly namespace?: string
    readonly target_users?: readonly string[]
    readonly client_ca_fingerprints?: readonly string[]
    readonly additional_message?: string
  }
  readonly status: string
  readonly category: string
  readonly log_id?: string
  readonly request_id?: string
  readonly principal?: { readonly id: string; readonly type: string; readonly name: string }
}

const lines = readFileSync(join(import.meta.dirname, 'records.jsonl'), 'utf8')
  .trim()
  .split('\n')
const records = lines.map(line => (JSON.parse(line) as { record: OldRecord }).record)
/** As published, each in a Kinesis record of its own. */
const texts = lines.map(line => line.slice(line.indexOf('"record":') + '"record":'.length, -1))

/** Verb and resource type of the operations in the samples. */
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  UpdateAccount: ['update', 'account'],
  DeleteUser: ['delete', 'user'],
  InviteUsers: ['invite', 'user'],
  UpdateUser: ['update', 'user'],
  UpdateNamespace: ['update', 'namespace'],
  UpdateUserNamespacePermissions: ['update', 'user'],
}

/** The row of an old record, field by field, without the code under test. */
function expectedRow(record: OldRecord, text: string): RowObject {
  const [verb, resourceType] = PARTS[record.operation]!
  const row: Record<string, string | number | readonly string[] | undefined> = {
    version: 0,
    emit_time: record.emit_time.replace('Z', '.000Z'),
    event_date: record.emit_time.slice(0, 10),
    operation: record.operation,
    operation_name: record.operation,
    verb,
    resource_type: resourceType,
    status: record.status,
    level: record.level,
    category: record.category,
    actor: record.user_email,
    principal_type: record.principal?.type,
    principal_id: record.principal?.id,
    principal_name: record.principal?.name,
    user_email: record.user_email,
    client_ip: record.caller_ip_address?.split(',')[0],
    x_forwarded_for: record.caller_ip_address,
    async_operation_id: record.request_id,
    namespace: record.details.namespace,
    details_target_users: record.details.target_users,
    details_client_ca_fingerprints: record.details.client_ca_fingerprints,
    details_additional_message: record.details.additional_message,
    details: /"details":(\{.*?\}(?:,"additional_message":"[^"]*")?\})/.exec(text)![1]!,
    record_form: record.log_id === undefined ? '2023' : '2024',
  }
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as RowObject
}

const LOGIN = {
  version: 2,
  operation: 'UserLogin',
  operation_name: 'UserLogin',
  verb: 'login',
  resource_type: 'user',
  status: 'OK',
  actor: 'user@email.com',
  principal_type: 'user',
  principal_name: 'user@email.com',
  client_ip: '10.1.2.3',
  x_forwarded_for: '10.1.2.3',
  record_form: 'api',
}

describe('the records Temporal published', () => {
  it('are 16, and all become rows', () => {
    expect(transformed(batch(...texts)).receipt).toMatchObject({ received: 16, stored: 16, dead_letters: 0 })
  })

  it.each(records.slice(0, 14).map((record, i) => ({ record, text: texts[i]! })))(
    '$record.operation of $record.emit_time, field by field',
    async ({ record, text }) => {
      const [row] = (await rowsOf(transformed(batch(text)).dataFiles)).map(withoutProvenance)
      const { log_id, ...rest } = row!
      expect(log_id).toEqual(record.log_id ?? expect.stringMatching(/^sha256:[0-9a-f]{64}$/))
      expect(rest).toEqual(expectedRow(record, text))
    },
  )

  it('UserLogin as the API has it, field by field', async () => {
    const rows = (await rowsOf(transformed(batch(...texts.slice(14))).dataFiles)).map(withoutProvenance)
    expect(rows).toEqual([
      {
        ...LOGIN,
        log_id: '5fe6a81e-8d3c-4f4d-88a5-52db864c9ea5',
        emit_time: '2025-09-29T20:42:53.671Z',
        event_date: '2025-09-29',
        extra: '{"asyncOperationId":"","principal":{"id":"","apiKeyId":""}}',
      },
      {
        ...LOGIN,
        log_id: 'edb3aa3e-78c4-48fc-9c7e-2078c6989775',
        emit_time: '2025-10-02T20:23:37.048Z',
        event_date: '2025-10-02',
        extra:
          '{"emitTime":{"$typeName":"google.protobuf.Timestamp","seconds":1759436617,"nanos":48000000},"asyncOperationId":"","principal":{"id":"","apiKeyId":""}}',
      },
    ])
  })

  it('keeps the two apart that share a log_id: their operation and time differ', async () => {
    const rows = await rowsOf(transformed(batch(...texts)).dataFiles)
    expect(rows.filter(row => row.log_id === '0mc69c0323b871293ce231dd1c7fb639').map(row => row.operation)).toEqual([
      'UpdateUserNamespacePermissions',
      'DeleteUser',
    ])
  })
})
