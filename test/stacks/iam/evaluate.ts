/** A statement as IAM takes it, from whoever wrote it. */
export interface AnyStatement {
  readonly Sid?: string
  readonly Effect: string
  readonly Action?: string | readonly string[]
  readonly NotAction?: unknown
  readonly Resource?: string | readonly string[]
  readonly NotResource?: unknown
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export interface AnyPolicy {
  readonly Statement: AnyStatement | readonly AnyStatement[]
}

/** A call that somebody wants to make. */
export interface Call {
  readonly action: string
  readonly resource: string
  /** Who calls, for policies that stand with a resource. */
  readonly principal?: { readonly type: 'AWS' | 'Service'; readonly id: string }
  /** What IAM knows about the call, such as `kms:ViaService`. */
  readonly context?: Readonly<Record<string, string>>
}

export type Decision = 'allowed' | 'denied'

/**
 * What IAM decides on a call: a statement that denies beats any that allows, and what nothing allows is denied.
 *
 * IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators".
 */
export function evaluate(policies: readonly AnyPolicy[], call: Call): Decision {
  const matching = policies
    .flatMap(({ Statement }) => Statement)
    .filter(statement => matches(statement, call))
    .map(({ Effect }) => Effect)
  return matching.includes('Allow') && !matching.includes('Deny') ? 'allowed' : 'denied'
}

export function statementsOf({ Statement }: AnyPolicy): readonly AnyStatement[] {
  return [Statement].flat()
}

function matches(statement: AnyStatement, call: Call): boolean {
  if (statement.NotAction || statement.NotResource) throw new Error('NotAction and NotResource are not evaluated here')
  return (
    listOf(statement.Action).some(action => isLike(action.toLowerCase(), call.action.toLowerCase())) &&
    (statement.Resource === undefined ||
      listOf(statement.Resource).some(resource => isLike(resource, call.resource))) &&
    (statement.Principal === undefined || isPrincipal(statement.Principal, call)) &&
    Object.entries(statement.Condition ?? {}).every(entry => holds(entry, call.context ?? {}))
  )
}

function isPrincipal(principal: NonNullable<AnyStatement['Principal']>, { principal: caller }: Call): boolean {
  if (principal === '*') return true
  if (typeof principal === 'string' || !caller) return false
  return listOf(principal[caller.type]).some(id => id === '*' || id === caller.id || isAccountOf(id, caller.id))
}

/** The root of an account stands for everybody in it. */
function isAccountOf(id: string, caller: string): boolean {
  return id.endsWith(':root') && caller.startsWith(id.slice(0, -'root'.length))
}

type Test = (pattern: string, value: string) => boolean

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
}

/** All keys must hold, each with one of its values; a key that the call does not have fails. */
function holds(
  [operator, keys]: readonly [string, Readonly<Record<string, string | readonly string[]>>],
  context: NonNullable<Call['context']>,
): boolean {
  const test = TESTS[operator]
  if (!test) throw new Error(`the condition operator ${operator} is not evaluated here`)
  return Object.entries(keys).every(([key, values]) => {
    const value = context[key]
    return value !== undefined && listOf(values).some(pattern => test(pattern, value))
  })
}

/** `*` is any text, `?` any character. */
function isLike(pattern: string, text: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`, 's').test(text)
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat()
}
