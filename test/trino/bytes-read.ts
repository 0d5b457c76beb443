/** As much of Trino's answers as is needed: https://trino.io/docs/current/develop/client-protocol.html */
interface Page {
  readonly nextUri?: string
  readonly stats: { readonly physicalInputBytes: number }
  readonly error?: { readonly message: string }
}

/** What Trino read from files to answer: nearly what Athena calls data scanned, and takes money for. */
export async function bytesRead(url: string, sql: string, schema: string): Promise<number> {
  const headers = { 'X-Trino-User': 'test', 'X-Trino-Catalog': 'awsdatacatalog', 'X-Trino-Schema': schema }
  let page = await pageOf(fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql }))
  while (page.nextUri !== undefined) page = await pageOf(fetch(page.nextUri, { headers }))
  if (page.error) throw new Error(page.error.message)
  return page.stats.physicalInputBytes
}

async function pageOf(asked: Promise<Response>): Promise<Page> {
  return (await (await asked).json()) as Page
}
