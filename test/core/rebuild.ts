import type { RowObject } from './batch.ts'
import type { MemberText } from './json-text.ts'

/** Which column tells a member's value, when it is a text. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  log_id: 'log_id',
  logId: 'log_id',
  operation: 'operation',
  status: 'status',
  level: 'level',
  category: 'category',
  user_email: 'user_email',
  userEmail: 'user_email',
  x_forwarded_for: 'x_forwarded_for',
  xForwardedFor: 'x_forwarded_for',
  caller_ip_address: 'x_forwarded_for',
  async_operation_id: 'async_operation_id',
  asyncOperationId: 'async_operation_id',
  request_id: 'async_operation_id',
}
const PRINCIPAL: Readonly<Record<string, string>> = {
  type: 'principal_type',
  id: 'principal_id',
  name: 'principal_name',
  api_key_id: 'principal_api_key_id',
  apiKeyId: 'principal_api_key_id',
}

/**
 * Whether a member of a record can be read back from its row: from the column that is for it, or verbatim from `extra`.
 * It is written without a line of the code it checks.
 */
export function canBeReadBack([keyText, valueText]: MemberText, row: RowObject, extra: readonly MemberText[]): boolean {
  const key = JSON.parse(keyText) as string
  const value: unknown = JSON.parse(valueText)
  if (extra.some(([k, v]) => JSON.parse(k) === key && v === valueText)) return true
  if (key in COLUMN_OF) return row[COLUMN_OF[key]!] === value
  if (key === 'version') return row.version === value && String(row.version) === valueText
  if (key === 'emit_time' || key === 'emitTime') return sameInstant(row.emit_time as string, value)
  if (key === 'details' || key === 'raw_details' || key === 'rawDetails') return row.details === valueText
  if (key === 'principal') return principalCanBeReadBack(valueText, row, extra)
  return false
}

function principalCanBeReadBack(valueText: string, row: RowObject, extra: readonly MemberText[]): boolean {
  if (!valueText.startsWith('{')) return false
  const rest = extra
    .filter(([key]) => JSON.parse(key) === 'principal')
    .flatMap(([, text]) => (text.startsWith('{') ? membersOf(text) : []))
  return membersOf(valueText).every(([keyText, text]) => {
    const key = JSON.parse(keyText) as string
    if (rest.some(([k, v]) => JSON.parse(k) === key && v === text)) return true
    return key in PRINCIPAL && row[PRINCIPAL[key]!] === JSON.parse(text)
  })
}

function sameInstant(column: string, value: unknown): boolean {
  if (typeof value === 'string')
    return /^[^+z]*\d(\.\d{1,3}0*)?Z$/.test(value) && new Date(value).toISOString() === column
  const { seconds, nanos = 0, ...others } = value as { seconds: number; nanos?: number }
  return Object.keys(others).length === 0 && new Date(column).getTime() === seconds * 1000 + nanos / 1e6
}

/** The members of an object's text, by a parser of its own: cut at the commas and colons of the outermost level. */
export function membersOf(object: string): MemberText[] {
  const members: [string, string][] = []
  let depth = 0
  let isInString = false
  let start = 1
  let colon = -1
  for (let i = 0; i < object.length; i++) {
    const character = object[i]!
    if (isInString) {
      if (character === '\\') i++
      else if (character === '"') isInString = false
      continue
    }
    if (character === '"') isInString = true
    if (character === '{' || character === '[') depth++
    if (character === ':' && depth === 1 && colon < 0) colon = i
    const ends = (character === ',' && depth === 1) || (character === '}' && depth === 1)
    if (ends && colon > 0) {
      members.push([object.slice(start, colon).trim(), object.slice(colon + 1, i).trim()])
      start = i + 1
      colon = -1
    }
    if (character === '}' || character === ']') depth--
  }
  return members
}
