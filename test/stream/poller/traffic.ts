/** A record that is put: what stands in it is known by its id, `<key>-<number>`. */
export interface Put {
  readonly id: string
  readonly key: string
  readonly data: Uint8Array
}

/** What a record is to be: an event, one whose JSON is cut off, or one that no handler ever takes. */
export type Kind = 'event' | 'malformed' | 'poison'

const POISON = 'poison'
const DAY_MS = 24 * 60 * 60_000
/** Of an open day: the view then shows events before they are sealed. */
const START = Date.now() - DAY_MS

/** The record with a number of a key. */
export function putOf(key: string, number: number, kind: Kind): Put {
  const id = `${key}-${number}`
  const record = {
    log_id: id,
    emit_time: new Date(START + number * 1000).toISOString(),
    operation: 'UpdateNamespaceAPI',
    level: 'LOG_LEVEL_WRITE',
    category: 'LOG_CATEGORY_ADMIN',
    status: 'OK',
    version: 1,
    principal: { id: `user-${key}`, type: 'user', name: kind === 'poison' ? POISON : `${key}@example.com` },
    x_forwarded_for: '203.0.113.7',
    async_operation_id: `operation-${id}`,
    raw_details: { namespace: `payments-${key}.a1b2c`, spec: { retentionDays: number } },
  }
  const text = JSON.stringify(record)
  return { id, key, data: new TextEncoder().encode(kind === 'malformed' ? text.slice(0, -1) : text) }
}

export function isPoison(data: Uint8Array): boolean {
  return textOf(data).includes(`"name":"${POISON}"`)
}

export function idIn(data: Uint8Array): string {
  return /"log_id":"([^"]+)"/.exec(textOf(data))![1]!
}

function textOf(data: Uint8Array): string {
  return new TextDecoder().decode(data)
}
