import fc from 'fast-check'
import { type MemberText, objectText, stringText, valueText } from './json-text.ts'

const literal = JSON.stringify

/** A timestamp as texts of JSON, in every way that is readable. */
const emitTimeText: fc.Arbitrary<string> = fc.oneof(
  fc
    .date({ min: new Date('2023-01-01T00:00:00Z'), max: new Date('2027-01-01T00:00:00Z'), noInvalidDate: true })
    .map(date => literal(date.toISOString())),
  fc
    .date({ min: new Date('2023-01-01T00:00:00Z'), max: new Date('2027-01-01T00:00:00Z'), noInvalidDate: true })
    .map(date => literal(date.toISOString().replace(/\.\d+/, ''))),
  fc.nat(999_999_999).map(nanos => literal(`2026-11-20T10:00:00.${String(nanos).padStart(9, '0')}Z`)),
  fc.constantFrom('"2026-11-20T12:30:00+02:30"', '"2016-12-31T23:59:60Z"', '"2024-02-29T00:00:00z"'),
  fc
    .tuple(fc.integer({ min: -1e9, max: 2e9 }), fc.nat(999_999_999))
    .map(([seconds, nanos]) => `{"seconds":${seconds},"nanos":${nanos}}`),
  fc.nat(2e9).map(seconds => `{"$typeName":"google.protobuf.Timestamp","seconds":"${seconds}"}`),
)

const id = fc.uuid().map(literal)
const email = fc.constantFrom('"ana@example.com"', '"ben@example.com"', '"Zoë Grün"', '""', '"a\\u0062c"')
const address = fc.constantFrom('"203.0.113.7, 10.4.5.6"', '"10.1.2.3"', '"Temporal Internal"', '"2001:db8::1"', '""')
const list = fc.array(stringText, { maxLength: 3 }).map(elements => `[${elements.join(',')}]`)
const principal = fc
  .array(
    fc.tuple(
      fc.constantFrom('"type"', '"id"', '"name"', '"api_key_id"', '"apiKeyId"', '"mfa"'),
      fc.oneof({ weight: 5, arbitrary: email }, { weight: 1, arbitrary: valueText }),
    ),
    { maxLength: 5 },
  )
  .map(objectText)
const details = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        '"namespace"',
        '"target_users"',
        '"roles"',
        '"user_id"',
        '"key_id"',
        '"spec"',
        '"n\\u0061mespace"',
        '"other"',
      ),
      fc.oneof({ weight: 3, arbitrary: email }, { weight: 2, arbitrary: list }, { weight: 1, arbitrary: valueText }),
    ),
    { maxLength: 5 },
  )
  .map(objectText)

/** Known members with values of their kind: most records are made of these. */
const ordinaryMember: fc.Arbitrary<MemberText> = fc.oneof(
  fc.tuple(fc.constantFrom('"log_id"', '"logId"'), id),
  fc.tuple(fc.constantFrom('"user_email"', '"userEmail"', '"status"', '"level"', '"category"'), email),
  fc.tuple(fc.constantFrom('"x_forwarded_for"', '"xForwardedFor"', '"caller_ip_address"'), address),
  fc.tuple(
    fc.constantFrom('"async_operation_id"', '"asyncOperationId"', '"request_id"'),
    fc.oneof(id, fc.constant('""')),
  ),
  fc.tuple(
    fc.constant('"version"'),
    fc.oneof(fc.nat(9).map(String), fc.constantFrom('"3"', '2147483647', '2147483648', '-1', '1.0', '01e1'.slice(1))),
  ),
  fc.tuple(fc.constant('"principal"'), principal),
  fc.tuple(
    fc.constantFrom('"details"', '"raw_details"', '"rawDetails"'),
    fc.oneof(
      { weight: 5, arbitrary: details },
      { weight: 1, arbitrary: details.map(literal) },
      { weight: 1, arbitrary: valueText },
    ),
  ),
  fc.tuple(fc.constantFrom('"logs"', '"nextPageToken"', '"project"', '"new_field"'), valueText),
)

const oddMember: fc.Arbitrary<MemberText> = fc.tuple(
  fc.oneof(
    stringText,
    fc.constantFrom('"operation"', '"principal"', '"status"', '"version"', '"emit_time"', '"log_id"', '"st\\u0061tus"'),
  ),
  valueText,
)

/** The members of a record that has what a row needs: an operation and a readable time come last, so that they count. */
export const recordMembers: fc.Arbitrary<readonly MemberText[]> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 6, arbitrary: ordinaryMember }, { weight: 1, arbitrary: oddMember }), {
      maxLength: 14,
    }),
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom(
          '"DeleteUser"',
          '"CreateAPIKey"',
          '"UpdateNamespaceAPI"',
          '"DoNew\\u0041PI"',
          '"Lone\\ud800"',
        ),
      },
      { weight: 1, arbitrary: stringText.filter(text => text !== '""') },
    ),
    fc.constantFrom('"emit_time"', '"emitTime"'),
    emitTimeText,
  )
  .map(
    ([members, operation, timeKey, time]) =>
      [
        ...members.filter(([key]) => JSON.parse(key) !== 'emit_time'),
        ['"operation"', operation],
        [timeKey, time],
      ] as const,
  )

/** The text of such a record. */
export const recordText: fc.Arbitrary<string> = recordMembers.map(objectText)
