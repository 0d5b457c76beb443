import { type Column, EntityNotFoundException, GetTableCommand, GlueClient, type Table } from '@aws-sdk/client-glue'
import { DELIVERED, eventViews, type Finding } from '@temporal-audit-lake/lake'
import {
  arrivalGlueColumns,
  deadLetterGlueColumns,
  type GlueColumn,
  receiptGlueColumns,
  sealedGlueColumns,
} from '@temporal-audit-lake/lake/glue'
import { type CheckedStage, deployAgain, gone, type StageCheck, unmet } from './stage-check.ts'

interface Expected {
  readonly name: string
  readonly folder: string
  readonly columns: readonly GlueColumn[]
}

const TABLES: readonly Expected[] = [
  { name: 'arrivals', folder: 'arrivals', columns: arrivalGlueColumns },
  { name: 'sealed', folder: 'sealed', columns: sealedGlueColumns },
  { name: DELIVERED.deadLetters, folder: 'dead-letters', columns: deadLetterGlueColumns },
  { name: DELIVERED.receipts, folder: 'receipts', columns: receiptGlueColumns },
]

const VIEWS = ['audit_logs', 'audit_log_versions', 'receipts', 'dead_letters', ...Object.keys(eventViews)]

/** The tables in Glue are those that this program knows: it is no fault when they have columns more. */
export const tablesCheck: StageCheck = {
  name: 'tables in Glue',
  async run(stage) {
    const client = stage.aws.client(GlueClient)
    const found = await Promise.all(
      TABLES.map(async expected => {
        const table = await tableNamed(client, stage, expected.name)
        return table ? differences(table, expected, stage) : gone('table_missing', expected.name, stage)
      }),
    )
    return found.flat()
  },
}

/** The views are there, which the sealer makes. */
export const viewsCheck: StageCheck = {
  name: 'views in Glue',
  async run(stage) {
    const client = stage.aws.client(GlueClient)
    const found = await Promise.all(
      VIEWS.map(async name => {
        const view = await tableNamed(client, stage, name)
        return unmet(name, [
          {
            holds: view?.TableType === 'VIRTUAL_VIEW',
            kind: 'view_missing',
            message: view ? 'there is a table of this name where the view should be' : 'it is not there',
            repair: sealAgain(stage),
          },
        ])
      }),
    )
    return found.flat()
  },
}

async function tableNamed(client: GlueClient, { names }: CheckedStage, Name: string): Promise<Table | null> {
  try {
    return (await client.send(new GetTableCommand({ DatabaseName: names.database, Name }))).Table!
  } catch (error) {
    if (error instanceof EntityNotFoundException) return null
    throw error
  }
}

function differences(table: Table, { name, folder, columns }: Expected, stage: CheckedStage): Finding[] {
  const { Columns = [], Location = '' } = table.StorageDescriptor ?? {}
  const types = new Map([...Columns, ...(table.PartitionKeys ?? [])].map(({ Name, Type }: Column) => [Name, Type]))
  const missing = columns.filter(column => !types.has(column.name)).map(column => column.name)
  const other = columns.filter(({ name, type }) => types.has(name) && types.get(name) !== type).map(({ name }) => name)
  const location = `s3://${stage.names.bucket}/${folder}/`
  return unmet(name, [
    {
      holds: missing.length === 0,
      kind: 'columns_missing',
      message: `it lacks ${missing.join(', ')}: questions about them fail`,
      repair: sealAgain(stage),
    },
    {
      holds: other.length === 0,
      kind: 'column_types_differ',
      message: other.map(column => `${column} is ${types.get(column)}`).join(', '),
      repair: `drop the table ${stage.names.database}.${name}, no file is lost with it, then ${deployAgain(stage)}`,
    },
    {
      holds: Location.replace(/\/?$/, '/') === location,
      kind: 'table_elsewhere',
      message: `it reads ${Location} instead of ${location}`,
      repair: deployAgain(stage),
    },
    {
      holds: name !== 'arrivals' || table.Parameters?.['projection.enabled'] === 'true',
      kind: 'projection_disabled',
      message: 'its hours are not found without partition projection: nothing is shown before it is sealed',
      repair: deployAgain(stage),
    },
  ])
}

/** The function brings tables and views to what its code knows before it seals. */
function sealAgain({ lake }: CheckedStage): string {
  return `audit-lake seal --lake ${lake}`
}
