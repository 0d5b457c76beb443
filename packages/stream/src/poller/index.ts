export type { Checkpoint, Checkpoints } from './checkpoint.ts'
export type { BatchHandler, BatchResponse } from './deliver.ts'
export { type PollOptions, poll } from './poll.ts'
export type { StartingPosition } from './shard-reader.ts'
