import { describe, expect, it } from 'vitest'
import type { Fault } from '../../lake/aws/fault-proxy.ts'
import { isLong } from '../../long.ts'
import { auditLakeNow, type RunningStage } from './running-stage.ts'

const ask = (lake = 'production') => auditLakeNow('query', '--sql', 'SELECT 1 AS one', '--lake', lake)

/** An error as AWS's services that speak JSON send it. */
function refusal(type: string, message = ''): Fault {
  return { kind: 'answer', status: 400, body: JSON.stringify({ __type: type, message, Message: message }) }
}

const NOT_AUTHORIZED =
  'User: arn:aws:sts::123456789012:assumed-role/analyst/ana is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:us-east-1:123456789012:workgroup/temporal-audit-lake-production-people because no identity-based policy allows the athena:StartQueryExecution action'

/** The SDK waits half a minute between its tries: a long test. */
const TOO_OFTEN = {
  mistake: 'asking too often, also after the tries of the SDK',
  faults: Array.from({ length: 6 }, () => refusal('ThrottlingException', 'Rate exceeded')),
  says: ['refuses StartQueryExecution for being asked too often', 'in a minute'],
}

export function mistakesSuite(stage: () => RunningStage): void {
  describe('a mistake with AWS', () => {
    const starts = ({ target }: { target: string }) => target === 'AmazonAthena.StartQueryExecution'

    it.each([
      {
        mistake: 'a permission that is missing',
        faults: [refusal('AccessDeniedException', NOT_AUTHORIZED)],
        says: [
          'arn:aws:sts::123456789012:assumed-role/analyst/ana',
          'athena:StartQueryExecution on arn:aws:athena:us-east-1:123456789012:workgroup/temporal-audit-lake-production-people',
          'temporal-audit-lake-production-reader',
        ],
      },
      {
        mistake: 'a permission that AWS does not name',
        faults: [refusal('AccessDeniedException', 'Access Denied')],
        says: ['does not allow you StartQueryExecution', 'temporal-audit-lake-production-operator'],
      },
      { mistake: 'an expired token', faults: [refusal('ExpiredTokenException')], says: ['expired', 'aws sso login'] },
      {
        mistake: 'credentials of nobody',
        faults: [refusal('UnrecognizedClientException')],
        says: ['does not know these credentials', 'aws sts get-caller-identity'],
      },
      ...(isLong ? [TOO_OFTEN] : []),
    ])('is told, without a stack: $mistake', async ({ faults, says }) => {
      stage().door.break(starts, ...faults)
      const { exitCode, stderr, stdout } = await ask()
      for (const words of says) expect(stderr).toContain(words)
      expect(stderr).toMatch(/^error: .*\n$/)
      expect(stdout).toBe('')
      expect(exitCode).toBe(1)
    })

    it('is told: a query that the limit of the workgroup has stopped', async () => {
      stage().athena.endNext({ State: 'CANCELLED', StateChangeReason: 'Bytes scanned limit was exceeded' })
      const { exitCode, stderr } = await ask()
      expect(stderr).toContain('more than the workgroup temporal-audit-lake-production-people lets it')
      expect(stderr).toContain('athena.scanLimitGiB')
      expect(exitCode).toBe(1)
    })

    it('is told: a stage that is not there, or not in this region', async () => {
      const { exitCode, stderr } = await ask('staging')
      expect(stderr).toMatch(
        /^error: cannot open the lake staging: there is no stage staging in us-east-1 \(no parameter \/temporal-audit-lake\/staging\): deploy it with `npx sst deploy --stage staging`, or say another region/,
      )
      expect(exitCode).toBe(1)
    })

    it('is told: no credentials', async () => {
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env
      delete process.env.AWS_ACCESS_KEY_ID
      delete process.env.AWS_SECRET_ACCESS_KEY
      const { exitCode, stderr } = await ask()
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY })
      expect(stderr).toContain('there are no AWS credentials')
      expect(stderr).toContain('AWS_PROFILE')
      expect(exitCode).toBe(1)
    })

    it('is told: no region', async () => {
      const { AWS_REGION } = process.env
      delete process.env.AWS_REGION
      const { exitCode, stderr } = await ask()
      Object.assign(process.env, { AWS_REGION })
      expect(stderr).toContain('no region is known: set AWS_REGION')
      expect(exitCode).toBe(1)
    })

    it('is told: a seal while another one runs', async () => {
      const invokes = ({ path }: { path: string }) => path.endsWith('/invocations')
      const headers = { 'x-amzn-errortype': 'TooManyRequestsException' }
      stage().door.break(invokes, { kind: 'answer', status: 429, body: '{}', headers })
      const { exitCode, stderr } = await auditLakeNow('seal', '--lake', 'production')
      expect(stderr).toContain('temporal-audit-lake-production-seal is sealing already')
      expect(exitCode).toBe(1)
    })

    it('is told: a function of a version that seals and promotes nothing when it is asked to', async () => {
      const invokes = ({ path }: { path: string }) => path.endsWith('/invocations')
      const sealed: Fault = { kind: 'answer', status: 200, body: JSON.stringify({ files_merged: 0 }) }
      stage().door.break(invokes, sealed, sealed)
      for (const asked of [['/spec/level'], ['--after', '9']]) {
        const { exitCode, stderr, stdout } = await auditLakeNow('promote', ...asked, '--lake', 'production')
        expect(stderr).toContain('temporal-audit-lake-production-seal is of a version that promotes nothing')
        expect(stderr).toContain('npx sst deploy --stage production')
        expect(stdout).toBe('')
        expect(exitCode).toBe(1)
      }
    })

    it('is told: a function that fails, with where its log is', async () => {
      const invokes = ({ path }: { path: string }) => path.endsWith('/invocations')
      const headers = { 'x-amz-function-error': 'Unhandled' }
      const body = JSON.stringify({ errorType: 'Error', errorMessage: 'out of disk' })
      stage().door.break(invokes, { kind: 'answer', status: 200, body, headers })
      const { exitCode, stderr } = await auditLakeNow('seal', '--lake', 'production')
      expect(stderr).toContain('temporal-audit-lake-production-seal failed: out of disk')
      expect(stderr).toContain('aws logs tail /aws/lambda/temporal-audit-lake-production-seal')
      expect(exitCode).toBe(1)
    })
  })
}
