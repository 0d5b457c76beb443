/** The part of `@pulumi/pulumi` that is used here: SST brings it along, in a folder where no types are looked for. */
export interface Pulumi {
  output(value: Inputs): { apply(use: (value: Inputs) => void): unknown }
  readonly runtime: {
    setMocks(mocks: Mocks, project: string, stack: string, preview: boolean, organization: string): void
    getMonitor(): Monitor
    runInPulumiStack(program: () => unknown): Promise<Inputs>
    disconnect(): Promise<void>
  }
}

interface Mocks {
  newResource(resource: { type: string; name: string; inputs: Inputs; id?: string }): { id: string; state: Inputs }
  call(call: { token: string; inputs: Inputs }): Inputs
}

/** What is captured is captured for this account: AWS's own example account. */
export const ACCOUNT = '111122223333'

/** A resource as a program asked for it. */
export interface Resource {
  readonly type: string
  /** Its name in the program. */
  readonly name: string
  readonly inputs: Inputs
  readonly options: {
    readonly protect: boolean
    readonly retainOnDelete: boolean
    readonly ignoreChanges: readonly string[]
  }
}

// biome-ignore lint/suspicious/noExplicitAny: inputs are whatever a program asked for; tests look into them
export type Inputs = Record<string, any>

type Captured = { -readonly [Key in keyof Resource]: Resource[Key] }

/** ARNs as AWS makes them, for what others refer to by them. */
const ARN_OF: Readonly<Record<string, (name: string, region: string) => string>> = {
  'aws:cloudwatch/logGroup:LogGroup': (name, region) => `arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`,
  'aws:iam/role:Role': name => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': (name, region) =>
    `arn:aws:firehose:${region}:${ACCOUNT}:deliverystream/${name}`,
  'aws:kinesis/stream:Stream': (name, region) => `arn:aws:kinesis:${region}:${ACCOUNT}:stream/${name}`,
  'aws:kms/key:Key': (_, region) => `arn:aws:kms:${region}:${ACCOUNT}:key/11112222-3333-4444-5555-666677778888`,
  'aws:lambda/function:Function': (name, region) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`,
  'aws:s3/bucket:Bucket': name => `arn:aws:s3:::${name}`,
  'aws:scheduler/schedule:Schedule': (name, region) =>
    `arn:aws:scheduler:${region}:${ACCOUNT}:schedule/default/${name}`,
  'aws:sns/topic:Topic': (name, region) => `arn:aws:sns:${region}:${ACCOUNT}:${name}`,
  'aws:sqs/queue:Queue': (name, region) => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`,
}

export interface ProviderOptions {
  readonly app: string
  readonly stage: string
  readonly region: string
  readonly onResource?: (resource: Resource) => void
}

/**
 * Puts itself in the place of Pulumi's engine and AWS's provider: it makes nothing, answers as they would, and captures
 * what was asked for.
 *
 * Unlike Pulumi's mocks alone, it sees the options of a resource, and refuses a name that is taken, as the engine does.
 */
export function captureResources(pulumi: Pulumi, options: ProviderOptions): Resource[] {
  const resources: Captured[] = []
  const { app, stage, region } = options
  pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, id }) {
        const physical = String(inputs.name ?? inputs.bucket ?? name)
        const arn = ARN_OF[type]?.(physical, region) ?? `arn:aws:${type.split('/')[0]}:${region}:${ACCOUNT}:${physical}`
        const isRead = id !== undefined && id !== ''
        if (!isRead) resources.push({ type, name, inputs: withoutSecrets(inputs) as Inputs, options: NO_OPTIONS })
        return {
          id: id || physical,
          state: { ...inputs, name: physical, region, arn, ...computed(type, physical, inputs) },
        }
      },
      call: ({ token, inputs }) => answer(token, inputs, region),
    },
    app,
    stage,
    false,
    'organization',
  )
  captureOptions(pulumi, resources, options.onResource)
  return resources
}

/** How Pulumi marks a value that is to be kept secret. */
const SECRET = '1b47061264138c4ac30d75fd1eb44270'

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  if (Object.values(value).includes(SECRET)) return (value as { value: unknown }).value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutSecrets(member)]))
}

const NO_OPTIONS = { protect: false, retainOnDelete: false, ignoreChanges: [] }

/** What AWS adds to a resource that SST's components read again. */
function computed(type: string, name: string, inputs: Inputs): Inputs {
  switch (type) {
    case 'aws:s3/bucket:Bucket':
      return { bucketRegionalDomainName: `${name}.s3.amazonaws.com` }
    case 'aws:lambda/function:Function':
      return { publish: inputs.publish ?? false, version: '1' }
    case 'aws:lambda/eventSourceMapping:EventSourceMapping':
      return { uuid: '99998888-7777-6666-5555-444433332222' }
    case 'aws:sqs/queue:Queue':
      return { url: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${name}` }
    case 'aws:kms/key:Key':
      return { keyId: '11112222-3333-4444-5555-666677778888' }
    case 'random:index/randomBytes:RandomBytes':
      return { base64: Buffer.alloc(Number(inputs.length), 1).toString('base64') }
    default:
      return {}
  }
}

function answer(token: string, inputs: Inputs, region: string): Inputs {
  switch (token) {
    case 'aws:index/getRegion:getRegion':
      return { region, name: region, id: region }
    case 'aws:index/getPartition:getPartition':
      return { partition: 'aws', dnsSuffix: 'amazonaws.com', id: 'aws' }
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, userId: 'nobody', id: ACCOUNT }
    case 'aws:iam/getPolicyDocument:getPolicyDocument':
      return { ...inputs, id: 'document', json: JSON.stringify(policyDocument(inputs.statements ?? [])) }
    default:
      throw new Error(`the program asked AWS for ${token}: teach provider.ts to answer it`)
  }
}

/** The bucket policy is the only one that is still made of SST's own statements. */
function policyDocument(statements: readonly Inputs[]) {
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect = 'Allow', actions, resources, principals = [], conditions = [] }) => ({
      ...(sid && { Sid: sid }),
      Effect: effect,
      Action: actions,
      Resource: resources,
      ...(principals.length > 0 && { Principal: principalOf(principals) }),
      ...(conditions.length > 0 && {
        Condition: Object.fromEntries(
          conditions.map(({ test, variable, values }: Inputs) => [test, { [variable]: values }]),
        ),
      }),
    })),
  }
}

/** The provider makes the bare `*` of a principal whose type is that. */
function principalOf(principals: readonly Inputs[]) {
  if (principals.some(({ type }) => type === '*')) return '*'
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]))
}

/** The part of Pulumi's monitor that this needs: the mocks make one, which a resource's registration passes through. */
interface Monitor {
  registerResource(request: Registration, callback: (error: Error | null, response?: unknown) => void): Promise<void>
  newUrn(parent: string, type: string, name: string): string
}

interface Registration {
  getParent(): string
  getType(): string
  getName(): string
  getProtect(): boolean
  getRetainondelete(): boolean
  getIgnorechangesList(): string[]
}

function captureOptions(pulumi: Pulumi, resources: Captured[], onResource: ProviderOptions['onResource']): void {
  const monitor = pulumi.runtime.getMonitor()
  const register = monitor.registerResource.bind(monitor)
  const taken = new Set<string>()
  monitor.registerResource = async (request, callback) => {
    const [type, name] = [request.getType(), request.getName()]
    const urn = monitor.newUrn(request.getParent(), type, name)
    if (taken.has(urn)) return callback(new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`))
    taken.add(urn)
    await register(request, callback)
    const resource = resources.find(found => found.type === type && found.name === name)
    if (!resource) return
    resource.options = {
      protect: request.getProtect(),
      retainOnDelete: request.getRetainondelete(),
      ignoreChanges: request.getIgnorechangesList(),
    }
    onResource?.(resource)
  }
}
