export { type Endpoint, type EndpointOptions, startEndpoint } from './start-endpoint.ts'
