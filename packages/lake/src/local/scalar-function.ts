import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBScalarFunction,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api'
import type { ScalarFunction, ScalarType, ScalarValue } from '@temporal-audit-lake/queries'
import { floorDivide } from './floor-divide.ts'

const DUCKDB_TYPE: Readonly<Record<ScalarType, DuckDBType>> = { VARCHAR, BIGINT, DOUBLE, BOOLEAN, TIMESTAMP }

/** Makes a JavaScript function a function of SQL, on all connections of the instance. */
export function registerFunction(connection: DuckDBConnection, scalar: ScalarFunction): void {
  const { name, parameters, result, call } = scalar
  const duckDBFunction = DuckDBScalarFunction.create({
    name,
    parameterTypes: parameters.map(type => DUCKDB_TYPE[type]),
    returnType: DUCKDB_TYPE[result],
    mainFunction(_info, rows, out) {
      const columns = parameters.map((_, i) => rows.getColumnVector(i))
      for (let row = 0; row < rows.rowCount; row++) {
        const values = columns.map(column => column.getItem(row))
        out.setItem(
          row,
          values.includes(null) ? null : duckDBValue(call(...(values.map(scalarValue) as never[])), result),
        )
      }
      out.flush()
    },
  })
  connection.registerScalarFunction(duckDBFunction)
}

function scalarValue(value: DuckDBValue): ScalarValue {
  return value instanceof DuckDBTimestampValue ? Number(floorDivide(value.micros, 1000n)) : (value as ScalarValue)
}

function duckDBValue(value: ScalarValue | null, type: ScalarType): DuckDBValue {
  return type === 'TIMESTAMP' && value !== null ? new DuckDBTimestampValue(BigInt(Number(value)) * 1000n) : value
}
