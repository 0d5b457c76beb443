import { describe, expect, it } from 'vitest'
import { forbiddenCalls, type Names, neededCalls } from '../iam/calls.ts'
import { type AnyPolicy, type Call, evaluate, statementsOf } from '../iam/evaluate.ts'
import { ACCOUNT } from '../offline/provider.ts'
import type { Synth } from '../offline/synth.ts'
import { ofType, only } from '../stage.ts'

/** Resources that are all of them, and why. */
const ALL_RESOURCES: Readonly<Record<string, string>> = {
  'athena:ListWorkGroups': 'it knows no resources, and drivers ask it before anything else',
  'athena:ListDataCatalogs': 'it knows no resources, and drivers ask it before anything else',
  'kinesis:ListStreams': 'it knows no resources, and Lambda refuses an event source mapping without it',
}

const ROLES = [
  'IngestExecution',
  'SealExecution',
  'ReportExecution',
  'RawDeliveryRole',
  'DeadLettersRole',
  'ReceiptsRole',
  'SealScheduleRole',
  'ReportScheduleRole',
  'Reader',
  'BiReader',
]

/** Policies that are attached to people and tools. */
const ATTACHED: ReadonlySet<string> = new Set(['Reader', 'BiReader'])

/** What a role, or whoever has a policy attached, may do. */
function policiesOf(synth: Synth, name: string): AnyPolicy[] {
  if (ATTACHED.has(name)) return [JSON.parse(only(synth, 'aws:iam/policy:Policy', name).policy)]
  const { inlinePolicies, managedPolicyArns } = only(synth, 'aws:iam/role:Role', name)
  expect(managedPolicyArns ?? []).toEqual([])
  return inlinePolicies.map(({ policy }: { policy: string }) => JSON.parse(policy))
}

function namesOf(synth: Synth): Names {
  const arnOf = (name: string) => `arn:aws:s3:::${only(synth, 'aws:s3/bucket:Bucket', `${name}Bucket`).bucket}`
  const queue = (name: string) => {
    const { target } = only(synth, 'aws:scheduler/schedule:Schedule', `${name}Schedule`)
    return target.deadLetterConfig.arn as string
  }
  return {
    region: synth.app.providers.aws.region,
    stage: synth.app.stage,
    bucketArn: arnOf('Lake'),
    rawArn: arnOf('Raw'),
    keyArn: only(synth, 'aws:kinesis/stream:Stream').kmsKeyId,
    queueArns: { seal: queue('Seal'), report: queue('Report') },
  }
}

const textOf = ({ action, resource }: Call) => `${action} ${resource}`

export function permissionsSuite(dev: () => Synth, production: () => Synth): void {
  describe.each([
    ['dev', dev],
    ['production', production],
  ])('permissions in %s', (_, stage) => {
    it('is granted to the roles that are known, and no other', () => {
      const roles = ofType(stage(), 'aws:iam/role:Role').map(({ name }) => name)
      expect(roles.filter(name => name !== 'TemporalWriter').sort()).toEqual(
        ROLES.filter(name => !ATTACHED.has(name)).sort(),
      )
      expect(ofType(stage(), 'aws:iam/rolePolicy:RolePolicy')).toEqual([])
      expect(ofType(stage(), 'aws:lambda/permission:Permission')).toEqual([])
    })

    it.each(ROLES)('allows %s all that it calls, and nothing that only others call or nobody may', name => {
      const names = namesOf(stage())
      const needed = neededCalls(names)
      const all = [...Object.values(needed).flat(), ...forbiddenCalls(names)]
      const policies = policiesOf(stage(), name)
      const allowed = new Set(all.filter(call => evaluate(policies, call) === 'allowed').map(textOf))
      const expected = new Set(needed[name]!.map(textOf))
      expect([...expected].filter(call => !allowed.has(call))).toEqual([])
      expect([...allowed].filter(call => !expected.has(call) && !isPartOfGlue(call))).toEqual([])
    })

    it.each(ROLES)('grants %s nothing that it never calls', name => {
      const calls = neededCalls(namesOf(stage()))[name]!
      const unused = policiesOf(stage(), name)
        .flatMap(statementsOf)
        .flatMap(statement =>
          [statement.Action!]
            .flat()
            .flatMap(Action => [statement.Resource!].flat().map(Resource => ({ ...statement, Action, Resource }))),
        )
        .filter(grant => !calls.some(call => evaluate([{ Statement: grant }], call) === 'allowed'))
      expect(unused.map(({ Action, Resource }) => `${Action} ${Resource}`)).toEqual([])
    })

    it('has no action that is more than one, and no resource that is all without a reason', () => {
      const statements = ROLES.flatMap(name => policiesOf(stage(), name)).flatMap(statementsOf)
      for (const { Action, Resource } of statements) {
        for (const action of [Action!].flat()) {
          expect(action).not.toContain('*')
          if ([Resource!].flat().includes('*')) expect(Object.keys(ALL_RESOURCES)).toContain(action)
        }
      }
    })

    it('trusts each role to one service, for this account where AWS says for which', () => {
      for (const { name, inputs } of ofType(stage(), 'aws:iam/role:Role')) {
        if (name === 'TemporalWriter') continue
        const trust = statementsOf(JSON.parse(inputs.assumeRolePolicy))
        expect(trust).toHaveLength(1)
        expect(Object.keys(trust[0]!.Principal!)).toEqual(['Service'])
        if (name.endsWith('ScheduleRole'))
          expect(trust[0]!.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': ACCOUNT } })
      }
    })
  })
}

/** Glue wants the catalog and the database named for every call: that they are named for two is no larger grant. */
function isPartOfGlue(call: string): boolean {
  return /^glue:\w+ .*:(catalog|database\/\w+)$/.test(call)
}
