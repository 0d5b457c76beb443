import { slotsOf } from './record-shape.ts'

/** The generation of a record's format. A record with old and new members side by side is a `2025` one. */
export type RecordForm = '2023' | '2024' | '2025' | 'api'

const CAMEL_CASE = 8
const SINCE_2025 = 4
const SINCE_2024 = 2
const UNTIL_2025 = 1

const TELLING: readonly [form: number, pointers: readonly string[]][] = [
  [CAMEL_CASE, ['/logId', '/emitTime', '/xForwardedFor', '/asyncOperationId', '/rawDetails', '/principal/apiKeyId']],
  [SINCE_2025, ['/raw_details', '/x_forwarded_for', '/async_operation_id', '/principal/api_key_id']],
  [SINCE_2024, ['/log_id', '/request_id', '/principal/type', '/principal/id', '/principal/name']],
  [SINCE_2024 | UNTIL_2025, ['/caller_ip_address']],
  [UNTIL_2025, ['/level', '/user_email', '/details', '/category']],
]

const TOLD_BY_SLOT: number[] = []
for (const [form, pointers] of TELLING) for (const slot of slotsOf(pointers)) TOLD_BY_SLOT[slot] = form

/** The form of a record, told by which members it has. */
export function recordForm(present: readonly number[]): RecordForm {
  let told = 0
  for (const slot of present) told |= TOLD_BY_SLOT[slot] ?? 0
  if (told & CAMEL_CASE) return 'api'
  if (told & SINCE_2025) return '2025'
  if (told & UNTIL_2025) return told & SINCE_2024 ? '2024' : '2023'
  return told & SINCE_2024 ? '2025' : '2023'
}
