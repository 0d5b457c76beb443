import { describe, expect, it } from 'vitest'
import { WorkerPool } from '../../../packages/cli/src/files/worker-pool.ts'
import { logRecord, testFolder } from '../lake-folder.ts'

const THREADS = 2

describe('WorkerPool', () => {
  it('has two blocks a thread at hand and no more, however many it is given', async () => {
    const { lake } = testFolder()
    let answered = 0
    const pool = new WorkerPool({ folder: lake }, THREADS, {
      onReceipt: () => answered++,
      onFailure: () => undefined,
    })
    try {
      for (let taken = 1; taken <= 40; taken++) {
        const bytes = new TextEncoder().encode(logRecord(taken))
        await pool.take({ source: 'file:a', offset: taken, arrivalTime: 0, bytes })
        expect(taken - answered).toBeLessThan(THREADS * 2)
      }
      await pool.finish()
      expect(answered).toBe(40)
    } finally {
      await pool.close()
    }
  })
})
