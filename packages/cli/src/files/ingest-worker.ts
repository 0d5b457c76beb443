/** A worker thread of `ingestFiles`: takes blocks into the lake and answers with their receipts. */
import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { ingest } from '@temporal-audit-lake/lake'
import { openLocalLake } from '@temporal-audit-lake/lake/local'
import type { FileBlock, WorkerAnswer, WorkerSettings } from './worker-pool.ts'

const { folder, trustedProxies } = workerData as WorkerSettings
const lake = await openLocalLake(folder)
const port = parentPort!

port.on('message', async (block: FileBlock) => {
  port.postMessage(await answerTo(block))
})

async function answerTo({ source, offset, arrivalTime, bytes }: FileBlock): Promise<WorkerAnswer> {
  // a block stands for a shard: named after its content, it can only ever replace itself
  const shardId = `file-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`
  const record = { source, shardId, sequenceNumber: String(offset), arrivalTime, data: bytes }
  try {
    const options = { writtenAt: Date.now(), ...(trustedProxies && { trustedProxies }) }
    return { receipt: await ingest([record], lake, options) }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}
