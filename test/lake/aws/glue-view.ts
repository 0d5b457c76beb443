import {
  CreateTableCommand,
  EntityNotFoundException,
  type GlueClient,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import type { AthenaRun } from '../../../packages/lake/src/aws/index.ts'

/** Makes views in Glue as Trino leaves them there, without an engine that could read them. */
export function presentView(
  client: GlueClient,
  DatabaseName: string,
): { define(statement: string): Promise<AthenaRun> } {
  return {
    async define(statement) {
      const [, name, select] = /^CREATE OR REPLACE VIEW (\w+) AS\s+([\s\S]*)$/.exec(statement)!
      await putView(client, DatabaseName, name!, select!)
      return { queryExecutionId: name!, scannedBytes: 0, milliseconds: 0, price: null }
    },
  }
}

/** What the first SELECT of ours names, up to its FROM. */
function columnsOf(select: string): { name: string; type: string }[] {
  const [, list] = /^SELECT ([\s\S]*?) FROM /.exec(select)!
  return list!.split(', ').map(name => ({ name, type: 'varchar' }))
}

async function putView(client: GlueClient, DatabaseName: string, Name: string, originalSql: string): Promise<void> {
  const view = {
    originalSql,
    catalog: 'awsdatacatalog',
    schema: DatabaseName,
    columns: columnsOf(originalSql),
    runAsInvoker: true,
  }
  const TableInput: TableInput = {
    Name,
    TableType: 'VIRTUAL_VIEW',
    Parameters: { presto_view: 'true', comment: 'Presto View' },
    StorageDescriptor: { SerdeInfo: {} },
    ViewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString('base64')} */`,
  }
  try {
    await client.send(new UpdateTableCommand({ DatabaseName, TableInput }))
  } catch (error) {
    if (!(error instanceof EntityNotFoundException)) throw error
    await client.send(new CreateTableCommand({ DatabaseName, TableInput }))
  }
}
