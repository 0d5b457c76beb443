import { type AthenaEndpoint, startAthenaEndpoint } from '@temporal-audit-lake/lake/athena-endpoint'
import { type LocalLake, relationNames } from '@temporal-audit-lake/lake/local'

/** What the queries of all tools together may use before DuckDB spills to disk. */
const MEMORY_LIMIT = '1GB'

/**
 * Serves a lake to drivers and BI tools that know Athena, until it is closed.
 *
 * @param port on 127.0.0.1
 * @throws Error when the port is taken (`EADDRINUSE`)
 */
export async function serveAthena(lake: LocalLake, port: number): Promise<AthenaEndpoint> {
  const engine = await lake.engine({ memoryLimit: MEMORY_LIMIT })
  try {
    const endpoint = await startAthenaEndpoint({ engine, tables: relationNames, folder: lake.folder, port })
    return {
      url: endpoint.url,
      async close() {
        await endpoint.close()
        engine.close()
      },
    }
  } catch (error) {
    engine.close()
    throw error
  }
}
