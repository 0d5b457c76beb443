import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { missingPython, PYTHON } from '../../interop/python.ts'
import { running } from './running.ts'

const missing = missingPython('boto3')

describe.skipIf(missing)(`boto3${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('drives every operation', async () => {
    const before = Date.now()
    const { url } = await running()
    // the endpoint runs in this very process: it must not be blocked by waiting for the script
    const script = join(import.meta.dirname, 'boto3_client.py')
    const { stdout } = await promisify(execFile)(PYTHON, [script, url], { maxBuffer: 1 << 24 })
    const { created, ...result } = JSON.parse(stdout) as Record<string, unknown>
    expect(created).toBeGreaterThanOrEqual(before / 1000)
    expect(result).toEqual({
      summary: ['ACTIVE', 1, 24],
      streams: ['audit'],
      limits: 1,
      put: ['shardId-000000000000', 0, ['shardId-000000000000', 'shardId-000000000000']],
      growing: true,
      read: ['one', 'two', 'three'],
      consumers: ['fan-out'],
      shards: ['0', '1', '2', '3', '4', '5'],
      open: ['4', '5'],
      described: 6,
      ended: [false, ['1', '2']],
      subscribed: ['one', 'two', 'three'],
      children: ['1', '2'],
      changed: [48, 2048, 'ON_DEMAND'],
      refusals: [
        ['ResourceInUseException', 'ResourceInUseException', 400],
        ['ResourceNotFoundException', 'ResourceNotFoundException', 400],
        ['InvalidArgumentException', 'InvalidArgumentException', 400],
        ['ValidationException', 'ValidationException', 400],
        ['ValidationException', 'ValidationException', 400],
        ['ClientError', 'UnknownOperationException', 400],
      ],
      left: [],
    })
  })
})
