/** The sealer: seals and cleans up, again and again. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { cleanUp, seal } from '../../../packages/lake/src/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { onePartitionAtATime } from '../ports.ts'
import { Clock } from './clock.ts'
import { Injector } from './injector.ts'
import { onCommand, options, report, trouble } from './process.ts'

const clock = new Clock()
const random = new Random(options.seed)
const injector = new Injector(random, options.rate, options.made)
const lake = await openLocalLake(options.lake, clock.now)
const ports = onePartitionAtATime({ ...lake, merger: await lake.merger() }, injector.around('seal'))
let go: (id: number) => void = () => undefined

onCommand(command => {
  if (command.do === 'clock') clock.set(command.tick, command.at)
  if (command.do === 'calm') injector.calm()
  if (command.do === 'go') go(command.id)
})
report({ say: 'ready' })

for (;;) {
  const id = await new Promise<number>(resolve => {
    go = resolve
    report({ say: 'waiting' })
  })
  try {
    const { days } = await seal(ports, { now: clock.now, newId: randomUUID })
    report({ say: 'sealed', id, days: days.length })
    const { deleted, kept } = await cleanUp(ports, { now: clock.now, graceMs: options.graceMs })
    report({ say: 'cleaned', id, deleted: deleted.length, kept: [...kept.keys()] })
  } catch (error) {
    trouble(error) // as a function that is invoked again
  }
  await pause(random.next() * 300)
}
