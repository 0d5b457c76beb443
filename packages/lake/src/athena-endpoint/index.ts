export {
  type AthenaEndpoint,
  type AthenaEndpointOptions,
  CATALOG,
  DATABASE,
  startAthenaEndpoint,
} from './start-athena-endpoint.ts'
