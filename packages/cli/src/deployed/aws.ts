import { clientSettings } from '@temporal-audit-lake/lake/aws'
import type { StagePlace } from '../lakes-file.ts'
import { type MistakePlace, userErrorOf } from './mistakes.ts'

// the SDK warns at every start on Node 20, which the pinned version still runs on
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

interface Settings {
  readonly region?: string
  readonly profile?: string
}

/** A client of AWS's SDK, as much of it as is needed to have its mistakes told. */
interface Client {
  readonly config: { readonly region: () => Promise<string> }
  readonly middlewareStack: {
    // biome-ignore lint/suspicious/noExplicitAny: the SDK's type of it differs from client to client
    add(middleware: any, options: any): void
  }
}

/** Makes clients for the place of a stage. What AWS refuses because of the user's set-up is thrown as a UserError. */
export interface Aws {
  client<Made extends Client, More extends object>(
    Client: new (settings: typeof clientSettings & Settings & More) => Made,
    more?: More,
  ): Made
}

/**
 * Clients with region, profile and credentials as the AWS CLI finds them, or as `audit-lake.json` says.
 *
 * @example
 * const athena = aws(place).client(AthenaClient)
 */
export function aws({ region, profile }: StagePlace, mistakePlace: MistakePlace): Aws {
  const settings = { ...clientSettings, ...(region && { region }), ...(profile && { profile }) }
  return {
    client(Client, more) {
      const client = new Client({ ...settings, ...more! })
      client.middlewareStack.add(tellingMistakes(mistakePlace, client), OUTERMOST)
      return client
    },
  }
}

/** Around everything: also around the tries that a request is given. */
const OUTERMOST = { step: 'initialize', priority: 'high', name: 'tellMistakes' }

type Send = (sending: unknown) => Promise<unknown>

function tellingMistakes(place: MistakePlace, client: Client) {
  return (next: Send, { commandName }: { readonly commandName: string }): Send =>
    async sending => {
      try {
        return await next(sending)
      } catch (error) {
        const region = await client.config.region().catch(() => null)
        throw userErrorOf(error, { ...place, operation: commandName.replace(/Command$/, ''), region }) ?? error
      }
    }
}
