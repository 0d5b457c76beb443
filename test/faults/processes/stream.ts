/** The stream: the real endpoint, on a clock that is set from outside. */
import { join } from 'node:path'
import { startEndpoint } from '../../../packages/stream/src/index.ts'
import { Clock } from './clock.ts'
import { onCommand, options, report } from './process.ts'

const clock = new Clock()
let hasTime: () => void
const started = new Promise<void>(resolve => {
  hasTime = resolve
})

onCommand(command => {
  if (command.do !== 'clock') return
  clock.set(command.tick, command.at)
  hasTime()
})

report({ say: 'ready' })
await started
const { url } = await startEndpoint({ folder: join(options.lake, '.stream'), port: options.port ?? 0, now: clock.now })
report({ say: 'ready', url })
