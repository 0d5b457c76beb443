import type { Value } from '../../../packages/lake/src/engine.ts'
import { type Outcome, outcomeOfRows } from './dialect-table.ts'

interface Reply {
  readonly columns?: readonly { readonly type: string }[]
  readonly data?: readonly (readonly unknown[])[]
  readonly error?: object
  readonly nextUri?: string
}

const HEADERS = {
  'X-Trino-User': 'dialect',
  'X-Trino-Time-Zone': 'UTC',
  'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
}

/** Asks a Trino server, by its REST protocol. */
export async function askTrino(url: string, sql: string): Promise<Outcome> {
  const rows: (readonly Value[])[] = []
  let types: readonly string[] = []
  let reply = await replyTo(fetch(`${url}/v1/statement`, { method: 'POST', headers: HEADERS, body: sql }))
  for (;;) {
    types = reply.columns?.map(({ type }) => type) ?? types
    for (const row of reply.data ?? []) rows.push(row.map((value, i) => normalised(value, types[i]!)))
    if (reply.error) return { error: true }
    if (!reply.nextUri) return outcomeOfRows(rows)
    reply = await replyTo(fetch(reply.nextUri, { headers: HEADERS }))
  }
}

async function replyTo(request: Promise<Response>): Promise<Reply> {
  const response = await request
  if (!response.ok) throw new Error(`Trino answers ${response.status}: ${await response.text()}`)
  return (await response.json()) as Reply
}

/** As our engines give it: times in ISO 8601 with milliseconds, in UTC. */
function normalised(value: unknown, type: string): Value {
  if (typeof value !== 'string' || !type.startsWith('timestamp')) return (value ?? null) as Value
  const [day, time, zone = 'UTC'] = value.split(' ') as [string, string, string?]
  return new Date(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`).toISOString()
}
