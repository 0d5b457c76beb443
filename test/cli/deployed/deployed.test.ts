import { beforeAll } from 'vitest'
import { kinesisEvent } from '../../functions/kinesis-event.ts'
import { describeOnMoto } from '../../lake/aws/moto.ts'
import { logRecord } from '../lake-folder.ts'
import { commandsSuite } from './commands.suite.ts'
import { doctorSuite } from './doctor.suite.ts'
import { mistakesSuite } from './mistakes.suite.ts'
import { policiesSuite } from './policies.suite.ts'
import { runningStage } from './running-stage.ts'

describeOnMoto('the command line on a deployed stage', aws => {
  const stage = runningStage(aws, 'production')

  /** A timely row, a late one, and a piece that is none: as Lambda delivers them. */
  beforeAll(async () => {
    const { ingest, functionEnvironment } = stage()
    const timely = logRecord(1, { emit_time: new Date().toISOString() })
    const late = logRecord(2, { emit_time: '2026-01-05T00:00:00.000Z', operation: 'DeleteUser' })
    await ingest.invoke(kinesisEvent([timely, late, '{"operation":"CreateUser"']), functionEnvironment)
  }, 60_000)

  commandsSuite(stage)
  mistakesSuite(stage)
  doctorSuite(stage, () => aws().url)
  policiesSuite(stage)
})
