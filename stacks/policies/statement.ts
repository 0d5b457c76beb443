/** One statement of an IAM policy, in IAM's own words. */
export interface Statement {
  /** What it is for. */
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  /** Absent in the policy of a role's trust. */
  readonly Resource?: readonly string[]
  /** Only in policies that stand with a resource: who may. */
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** A policy as IAM takes it. */
export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** A statement that allows actions on resources. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Statement['Condition'],
): Statement {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resources, ...(condition && { Condition: condition }) }
}

export function policy(...statements: readonly Statement[]): Policy {
  return { Version: '2012-10-17', Statement: statements }
}

/** The trust of a role that one AWS service assumes, and nobody else; only for the resources of one account, where it says so. */
export function serviceTrust(service: string, accountId?: string): Policy {
  return policy({
    Sid: 'Service',
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { Service: service },
    ...(accountId && { Condition: { StringEquals: { 'aws:SourceAccount': accountId } } }),
  })
}
