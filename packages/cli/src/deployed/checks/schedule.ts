import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { deployAgain, gone, ifThere, type StageCheck, unmet } from './stage-check.ts'

/** The seal function is called every hour. */
export const scheduleCheck: StageCheck = {
  name: 'schedule of sealing',
  async run(stage) {
    const Name = stage.names.sealSchedule
    const asked = stage.aws.client(SchedulerClient).send(new GetScheduleCommand({ Name }))
    const schedule = await ifThere(asked, 'ResourceNotFoundException')
    if (!schedule) return gone('schedule_missing', Name, stage)
    return unmet(Name, [
      {
        holds: schedule.State === 'ENABLED',
        kind: 'schedule_disabled',
        message: 'nothing seals: queries become slower, and late events are not shown',
        repair: deployAgain(stage),
      },
    ])
  },
}
