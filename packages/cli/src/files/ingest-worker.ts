/** A worker thread of `ingestFiles`: takes blocks into the lake, one after another, and answers with their receipts. */
import { parentPort, workerData } from 'node:worker_threads'
import type { SourceRecord } from '@temporal-audit-lake/core'
import { ingest } from '@temporal-audit-lake/lake'
import { openLocalLake } from '@temporal-audit-lake/lake/local'
import type { WorkerAnswer } from './worker-pool.ts'

const { folder } = workerData as { folder: string }
const lake = await openLocalLake(folder)
const port = parentPort!

port.on('message', async (record: SourceRecord) => {
  try {
    const receipt = await ingest([record], lake, { writtenAt: Date.now() })
    port.postMessage({ receipt } satisfies WorkerAnswer)
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? error : new Error(String(error)) } satisfies WorkerAnswer)
  }
})
