import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ShardLog } from '../../../packages/stream/src/endpoint/storage/shard-log.ts'
import { newFolder } from './running.ts'

const MIB = 1024 * 1024

it('deletes the files of which all records are too old, and keeps positions', async () => {
  const folder = newFolder()
  let now = 0
  const log = await ShardLog.open(folder, () => now, 0)
  for (let i = 0; i < 40; i++) {
    now = i
    await log.append([{ partitionKey: 'k', data: new Uint8Array(MIB).fill(i) }])
  }
  expect(readdirSync(folder)).toHaveLength(3)
  await log.trim(20)
  expect(readdirSync(folder)).toHaveLength(2)
  expect(log.first).toBe(16)
  await log.trim(1000)
  expect(readdirSync(folder)).toEqual(['00000000000000000032.log']) // the newest stays, for where to go on
  const [record] = await log.read(0, 1, 1)
  expect(record).toMatchObject({ position: 32, arrivalTime: 32 })
  await log.close()

  const again = await ShardLog.open(folder, () => 0, 0)
  expect([again.first, again.end, again.newestArrival]).toEqual([32, 40, 39])
  expect(again.positionAt(35)).toBe(35)
  await again.close()
})

it('reads across its files, within what it is asked for', async () => {
  const log = await ShardLog.open(newFolder(), () => 0, 0)
  for (let i = 0; i < 20; i++) await log.append([{ partitionKey: 'k', data: new Uint8Array(MIB).fill(i) }])
  const positions = async (from: number, count: number, bytes: number) =>
    (await log.read(from, count, bytes)).map(({ position, data }) => [position, data[0]])
  expect(await positions(14, 4, 10 * MIB)).toEqual([
    [14, 14],
    [15, 15],
    [16, 16],
    [17, 17],
  ])
  expect(await positions(14, 100, 3 * MIB + 200)).toEqual([
    [14, 14],
    [15, 15],
    [16, 16],
  ])
  expect(await positions(15, 100, 1)).toEqual([[15, 15]])
  expect(await positions(20, 100, MIB)).toEqual([])
  await log.close()
})
