import { type Parameter, type ParameterTypeName, parameterTypes } from './parameter.ts'
import { pieces } from './placeholders.ts'
import { type QueryGroup, queryGroupOf, queryGroups } from './query-group.ts'
import type { SavedQuery } from './saved-query.ts'

/** A file of a saved query that does not say what it must. The message names the file, the line and what is wrong. */
export class QueryFileError extends Error {
  override readonly name = 'QueryFileError'
}

/** A line of the front comment with those that continue it. */
interface Entry {
  readonly key: string
  readonly value: string
  readonly line: number
}

const ONCE = ['title', 'group', 'description', 'meaning', 'controls'] as const
const ENTRY = /^-- ([a-z][a-z0-9_ ]*(?: \([^)]*\))?): (\S.*)$/
const CONTINUED = /^-- {3,}(\S.*)$/
const PARAMETER = /^parameter ([a-z][a-z0-9_]*) \(([a-z]+)(?:, default (\S+))?\)$/

/**
 * Reads the file of a saved query: a front comment that says what it is, then the SQL.
 *
 * ```sql
 * -- title: Failed operations
 * -- group: failures and anomalies
 * -- description: What was tried and did not succeed?
 * --   A line with three spaces continues the one before.
 * -- meaning: One event whose status is not OK.
 * -- controls: SOC 2 CC7.2, PCI DSS 10.2.1.4
 * -- parameter from (time, default T-30d): First moment of the period.
 * -- parameter actor (text, default empty): Only what this user or service account tried.
 * SELECT ...
 * ```
 *
 * @param name after the file's name
 * @throws QueryFileError when anything of that is missing, unknown, twice or unused
 */
export function parseQuery(name: string, text: string): SavedQuery {
  const fail = failing(name)
  const lines = text.trimEnd().split('\n')
  const front = lines.findIndex(line => !line.startsWith('--'))
  if (front < 1) fail(1, front === 0 ? 'there is no front comment' : 'there is no SQL after the front comment')
  const entries = entriesOf(lines.slice(0, front), fail)
  const [title, group, description, meaning, controls] = ONCE.map(key => onlyOne(key, entries, fail))
  const parameters = entries.filter(({ key }) => key.startsWith('parameter')).map(entry => parameterOf(entry, fail))
  const sql = lines.slice(front).join('\n')
  checkSql(sql, parameters, front + 1, fail)
  return {
    name,
    title: title!.value,
    group: groupOf(group!, fail),
    description: description!.value,
    meaning: meaning!.value,
    controls: controls!.value.split(/, */),
    parameters,
    sql,
  }
}

type Fail = (line: number, message: string) => never

function failing(name: string): Fail {
  return (line, message) => {
    throw new QueryFileError(`${name}.sql line ${line}: ${message}`)
  }
}

function entriesOf(lines: readonly string[], fail: Fail): Entry[] {
  const entries: Entry[] = []
  lines.forEach((text, i) => {
    const line = i + 1
    const continued = CONTINUED.exec(text)
    const entry = ENTRY.exec(text)
    const last = entries.at(-1)
    if (entry) entries.push({ key: entry[1]!, value: entry[2]!, line })
    else if (continued && last) entries[entries.length - 1] = { ...last, value: `${last.value} ${continued[1]}` }
    else fail(line, `write \`-- key: text\`, or three spaces to continue the line before, not \`${text}\``)
  })
  const known = (key: string) => key.startsWith('parameter') || ONCE.some(once => once === key)
  const unknown = entries.find(({ key }) => !known(key))
  if (unknown) fail(unknown.line, `\`${unknown.key}\` is none of ${ONCE.join(', ')}, parameter`)
  return entries
}

function onlyOne(key: string, entries: readonly Entry[], fail: Fail): Entry {
  const [first, second] = entries.filter(entry => entry.key === key)
  if (!first) return fail(1, `\`-- ${key}: ...\` is missing`)
  if (second) return fail(second.line, `\`${key}\` stands here for the second time`)
  return first
}

function groupOf({ value, line }: Entry, fail: Fail): QueryGroup {
  return queryGroupOf(value) ?? fail(line, `\`${value}\` is no group: ${queryGroups.join(', ')}`)
}

function parameterOf({ key, value, line }: Entry, fail: Fail): Parameter {
  const [, name, type, initial] = PARAMETER.exec(key) ?? []
  if (name === undefined || type === undefined)
    return fail(line, `write \`-- parameter name (type, default value): text\`, not \`${key}\``)
  if (!isType(type)) return fail(line, `\`${type}\` is no type of parameter: ${Object.keys(parameterTypes).join(', ')}`)
  if (initial === undefined) return { name, type, description: value }
  const text = initial === 'empty' ? '' : initial
  if (parameterTypes[type].parse(text, 0) === null) {
    return fail(line, `the default ${initial} is no ${type}: ${parameterTypes[type].expected}`)
  }
  return { name, type, default: text, description: value }
}

function isType(type: string): type is ParameterTypeName {
  return Object.hasOwn(parameterTypes, type)
}

/** Every parameter is said once and used; the SQL is one statement without its semicolon. */
function checkSql(sql: string, parameters: readonly Parameter[], line: number, fail: Fail): void {
  const names = parameters.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) fail(line, `the parameter ${twice} is said twice`)
  if (sql.trim() === '' || sql.endsWith(';')) fail(line, 'write one SELECT without a semicolon')
  const used = usedIn(sql, line, fail)
  const unsaid = used.find(name => !names.includes(name))
  if (unsaid !== undefined) fail(line, `:${unsaid} is not said in the front comment`)
  const unused = names.find(name => !used.includes(name))
  if (unused !== undefined) fail(line, `the parameter ${unused} is said but not used`)
}

function usedIn(sql: string, line: number, fail: Fail): string[] {
  try {
    return pieces(sql).flatMap(piece => ('parameter' in piece ? [piece.parameter] : []))
  } catch (error) {
    return fail(line, error instanceof Error ? error.message : String(error))
  }
}
