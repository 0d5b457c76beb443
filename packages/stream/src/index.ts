export { type Endpoint, type EndpointOptions, startEndpoint } from './endpoint/index.ts'
export {
  type BatchHandler,
  type BatchResponse,
  type BatchWindow,
  type Checkpoint,
  type Checkpoints,
  type PollOptions,
  poll,
  type StartingPosition,
} from './poller/index.ts'
