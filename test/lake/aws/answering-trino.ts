import type { Answering, TextResult } from './athena-server.ts'

/** As much of Trino's answers as is needed: https://trino.io/docs/current/develop/client-protocol.html */
interface Page {
  readonly nextUri?: string
  readonly columns?: readonly { readonly name: string; readonly type: string; readonly typeSignature: Signature }[]
  readonly data?: readonly (readonly unknown[])[]
  readonly stats?: { readonly physicalInputBytes: number }
  readonly error?: { readonly errorName: string; readonly message: string }
}

interface Signature {
  readonly rawType: string
  readonly arguments: readonly { readonly value: Signature & { readonly fieldName?: { readonly name: string } } }[]
}

/** Lets a Trino answer as Athena, which is one: its values written as Athena writes them. @param url where Trino is */
export function answeringTrino(url: string): Answering {
  return {
    async check(sql) {
      for await (const { error } of pages(url, `EXPLAIN (TYPE VALIDATE) ${sql}`, 'information_schema'))
        if (error?.errorName === 'SYNTAX_ERROR' && !DEFINITION.test(sql)) throw new Error(error.message)
    },
    async answer(sql, parameters, database, signal) {
      const asked = sql.replace(ATHENA_ONLY, '')
      const using =
        parameters.length === 0 ? asked : `EXECUTE IMMEDIATE ${quoted(asked)} USING ${parameters.join(', ')}`
      let columns: NonNullable<Page['columns']> = []
      const rows: TextResult['rows'][number][] = []
      let scannedBytes = 0
      for await (const page of pages(url, using, database, signal)) {
        if (page.error) throw new Error(`${page.error.errorName}: ${page.error.message}`)
        columns = page.columns ?? columns
        scannedBytes = page.stats?.physicalInputBytes ?? scannedBytes
        for (const row of page.data ?? [])
          rows.push(row.map((cell, i) => (cell === null ? null : textOf(cell, columns[i]!.typeSignature))))
      }
      if (DEFINITION.test(sql)) return { columns: [], rows: [], isSelect: false }
      return {
        columns: columns.map(({ name, typeSignature }) => ({ name, type: athenaType(typeSignature) })),
        rows,
        scannedBytes,
        isSelect: !/^\s*(SHOW|DESCRIBE)/i.test(sql),
      }
    },
  }
}

/** What a table that is written has in Athena alone: Trino is told by its settings, and is by itself of this mind. */
const ATHENA_ONLY = /(?<=^CREATE TABLE .*)write_compression = 'ZSTD', /

const DEFINITION = /^\s*(CREATE|DROP)\b/i

async function* pages(url: string, sql: string, schema: string, signal?: AbortSignal): AsyncIterable<Page> {
  const headers = { 'X-Trino-User': 'test', 'X-Trino-Catalog': 'awsdatacatalog', 'X-Trino-Schema': schema }
  const utc = { ...headers, 'X-Trino-Time-Zone': 'UTC', 'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME' }
  let page = await pageOf(fetch(`${url}/v1/statement`, { method: 'POST', headers: utc, body: sql }))
  for (;;) {
    yield page
    if (page.nextUri === undefined) return
    if (signal?.aborted) {
      await fetch(page.nextUri, { method: 'DELETE' })
      throw new Error('Query was canceled')
    }
    page = await pageOf(fetch(page.nextUri, { headers: utc }))
  }
}

/** Integers beyond 2^53 are texts here: Trino sends them as numbers. */
async function pageOf(asked: Promise<Response>): Promise<Page> {
  const text = await (await asked).text()
  return JSON.parse(text.replaceAll(/(?<=[[,])(-?\d{16,})(?=[,\]])/g, '"$1"')) as Page
}

function athenaType({ rawType }: Signature): string {
  return rawType === 'real' ? 'float' : rawType
}

function textOf(value: unknown, type: Signature): string {
  if (value === null) return 'null'
  const [inner, second] = type.arguments.map(argument => argument.value)
  switch (type.rawType) {
    case 'array':
      return `[${(value as unknown[]).map(item => textOf(item, inner!)).join(', ')}]`
    case 'map':
      return `{${Object.entries(value as object)
        .map(([key, item]) => `${key}=${textOf(item, second!)}`)
        .join(', ')}}`
    case 'row':
      return `{${(value as unknown[])
        .map((item, i) => {
          const field = type.arguments[i]!.value as unknown as { fieldName: { name: string }; typeSignature: Signature }
          return `${field.fieldName.name}=${textOf(item, field.typeSignature)}`
        })
        .join(', ')}}`
    case 'varbinary':
      return Buffer.from(String(value), 'base64')
        .toString('hex')
        .replaceAll(/..(?=.)/g, '$& ')
    default:
      return String(value)
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
