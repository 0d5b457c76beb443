/** Somebody who ingests files of the API's copies beside the stream. */
import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { Clock } from './clock.ts'
import { Injector } from './injector.ts'
import { onCommand, options, report, trouble } from './process.ts'
import { ingestPorts, Taking } from './taking.ts'

const clock = new Clock()
const injector = new Injector(new Random(options.seed), options.rate, options.made)
const taking = new Taking(clock)
const lake = await openLocalLake(options.lake, clock.now)
const ports = ingestPorts(lake, injector.around('file'))
let before = Promise.resolve()

onCommand(command => {
  if (command.do === 'clock') clock.set(command.tick, command.at)
  if (command.do === 'calm') injector.calm()
  if (command.do === 'import') before = before.then(() => importFile(command.name, Buffer.from(command.data, 'base64')))
})
report({ say: 'ready' })

/** Until it is done, as a user would. */
async function importFile(name: string, data: Uint8Array): Promise<void> {
  for (;;) {
    try {
      const record = { source: `file:${name}`, shardId: 'file', sequenceNumber: '0', arrivalTime: clock.now(), data }
      await taking.take([record], ports)
      return report({ say: 'imported', name })
    } catch (error) {
      trouble(error)
      await pause(100)
    }
  }
}
