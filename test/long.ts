import { describe } from 'vitest'

/** Whether what takes minutes is tested too, and what is tested short otherwise in full: `AUDIT_LAKE_LONG=1`. */
export const isLong = process.env.AUDIT_LAKE_LONG === '1'

/** Null when what takes minutes is to run; the reason for the skip otherwise. */
export const notLong = isLong ? null : 'it takes minutes: AUDIT_LAKE_LONG=1'

/** Tests that take minutes together: `.ci/run` has them, `npm test` skips them with the reason. */
export function describeLong(name: string, tests: () => void): void {
  describe.skipIf(notLong !== null)(notLong ? `${name} (skipped: ${notLong})` : name, tests)
}
