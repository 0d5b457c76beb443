import type { Around, LakePorts } from './ports.ts'
import { onePartitionAtATime } from './ports.ts'

/** What a process does: it gets ports of its own, whose every call waits for its turn. */
export type Process = (ports: LakePorts) => Promise<unknown>

/** Says which of the waiting processes goes on, and whether it dies instead. */
export type Choose = (waiting: number) => { readonly index: number; readonly dies: boolean }

/**
 * Runs processes side by side, one call of a port at a time, in the order that somebody chooses: the same choices make
 * the same run.
 */
export async function interleave(ports: LakePorts, processes: readonly Process[], choose: Choose): Promise<void> {
  const waiting: { readonly goOn: () => void; readonly die: () => void }[] = []
  let whenIdle: () => void = () => undefined
  const turn = (process: { isDead: boolean }) =>
    new Promise<void>((resolve, reject) => {
      const die = () => {
        process.isDead = true
        reject(new Error('dead'))
      }
      waiting.push({ goOn: resolve, die })
      whenIdle()
    })

  let running = processes.length
  const failures: unknown[] = []
  for (const run of processes) {
    const process = { isDead: false }
    const around: Around = async (_call, call) => {
      if (process.isDead) throw new Error('dead')
      await turn(process)
      return await call()
    }
    void run(onePartitionAtATime(ports, around))
      .catch(error => {
        if (!process.isDead) failures.push(error)
      })
      .finally(() => {
        running--
        whenIdle()
      })
  }

  for (;;) {
    await until(() => waiting.length === running)
    if (running === 0) break
    const { index, dies } = choose(waiting.length)
    const [chosen] = waiting.splice(index, 1)
    if (dies) chosen!.die()
    else chosen!.goOn()
  }
  if (failures.length > 0) throw failures[0]

  function until(isSo: () => boolean): Promise<void> {
    return new Promise(resolve => {
      whenIdle = () => {
        if (isSo()) resolve()
      }
      whenIdle()
    })
  }
}
