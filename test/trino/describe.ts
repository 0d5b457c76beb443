import { describe } from 'vitest'

/** A Trino whose catalog `awsdatacatalog` is a Glue, and the AWS which that Glue and its S3 are in. */
export interface Trino {
  readonly url: string
  readonly aws: string
}

const { TRINO_URL, TRINO_AWS_URL, AUDIT_LAKE_WITHOUT_TRINO } = process.env

/**
 * Tests that ask a real Trino.
 *
 * In CI a missing one is a failure, on a user's machine a skip with its reason. Where the same tests ask it in another
 * run, `AUDIT_LAKE_WITHOUT_TRINO` says so.
 */
export function describeOnTrino(name: string, tests: (trino: Trino) => void): void {
  if (AUDIT_LAKE_WITHOUT_TRINO) {
    describe.skip(`${name} (skipped: ${AUDIT_LAKE_WITHOUT_TRINO})`, () => tests({ url: '', aws: '' }))
    return
  }
  if (TRINO_URL && TRINO_AWS_URL) {
    describe(name, () => tests({ url: TRINO_URL, aws: TRINO_AWS_URL }))
    return
  }
  const reason = 'no Trino is there: npx tsx test/trino/run.ts npx vitest run'
  if (process.env.CI) throw new Error(reason)
  describe.skip(`${name} (skipped: ${reason})`, () => tests({ url: '', aws: '' }))
}
