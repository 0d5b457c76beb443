import { partName } from '@temporal-audit-lake/lake/deployment'
import { UserError } from '../errors.ts'

/** Which lake was asked for. */
export interface MistakePlace {
  readonly app: string
  readonly stage: string
}

/** What was asked of AWS, and where. */
export interface Asked extends MistakePlace {
  /** Such as `StartQueryExecution`. */
  readonly operation: string
  /** Null when none is known. */
  readonly region: string | null
}

/**
 * What is wrong with how somebody asks AWS, and what to do; null when it is something else.
 *
 * @param error what the SDK throws: names differ from service to service
 */
export function userErrorOf(error: unknown, asked: Asked): UserError | null {
  if (!(error instanceof Error)) return null
  const message = messageOf(error, asked)
  return message === null ? null : new UserError(message, { cause: error })
}

function messageOf(error: Error, asked: Asked): string | null {
  const { name, message } = error
  if (NO_REGION.test(message)) {
    return 'no region is known: set AWS_REGION, or write the region into audit-lake.json'
  }
  if (EXPIRED.test(name) || (NO_CREDENTIALS.test(name) && /expired/i.test(message))) {
    return 'the AWS credentials have expired: get new ones, for instance with `aws sso login`, then run it again'
  }
  if (NO_CREDENTIALS.test(name)) {
    return `there are no AWS credentials (${message}): log in, for instance with \`aws sso login\`, set AWS_PROFILE, or name a profile in audit-lake.json; \`aws sts get-caller-identity\` shows whether there are any`
  }
  if (UNKNOWN_CREDENTIALS.test(name)) {
    return `AWS does not know these credentials (${name}): \`aws sts get-caller-identity\` shows whose they are; set AWS_PROFILE to others`
  }
  if (DENIED.test(name)) return denied(error, asked)
  if (THROTTLED.test(name)) {
    return `AWS refuses ${asked.operation} for being asked too often, also after several tries: run it again in a minute`
  }
  if (ELSEWHERE.test(name)) return `the bucket of ${asked.stage} is not in ${asked.region}: ${RIGHT_REGION}`
  if (isUnknownHost(error)) return `there is no AWS at ${hostOf(error)}: check the network, and ${RIGHT_REGION}`
  return null
}

const NO_REGION = /^Region is missing/
const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/
const NO_CREDENTIALS = /^(CredentialsProviderError|TokenProviderError)$/
const UNKNOWN_CREDENTIALS =
  /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure)$/
const DENIED = /^(AccessDenied|AccessDeniedException|Forbidden|AuthorizationError)$/
const THROTTLED =
  /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|SlowDown|LimitExceededException)$/
const ELSEWHERE = /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/
const RIGHT_REGION = 'say the region that was deployed to with AWS_REGION or in audit-lake.json'

/** `User: <who> is not authorized to perform: <action> on resource: <resource> because ...`, in most services. */
const WHO_WHAT_WHERE = /User: (\S+) is not authorized to perform: (\S+)(?: on resource: "?([^\s"]+)"?)?/

function denied({ message }: Error, { app, stage, operation }: Asked): string {
  const [, who, action = operation, resource] = WHO_WHAT_WHERE.exec(message) ?? []
  const what = resource === undefined ? action : `${action} on ${resource}`
  const policies = `${partName(app, stage, 'reader')} (to ask), and ${partName(app, stage, 'operator')} (for doctor, seal, promote and redrive)`
  return `AWS does not allow ${who ?? 'you'} ${what}: have these policies attached: ${policies}`
}

function isUnknownHost(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
}

function hostOf(error: Error): string {
  return 'hostname' in error ? String(error.hostname) : 'that address'
}
