import { nounsOf } from './nouns.ts'
import { phraseSql } from './phrase-sql.ts'
import { ANY_PHRASE, PHRASES } from './phrases.ts'
import type { ViewDialect } from './view-dialect.ts'

/** A sentence has at most so many characters: names come from anybody, and may be long. */
const LONGEST = 500

/** Control characters, ends of lines and paragraphs, and marks that turn the direction of writing. */
const UNPRINTABLE =
  '[\\x{00}-\\x{1f}\\x{7f}-\\x{9f}\\x{061c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}\\x{feff}]'

/**
 * A SELECT of the events of `audit_logs` with what happened in plain words, in the column `sentence`: one line of at
 * most 500 characters, whatever is in the names. Nothing of it is computed for a query that does not ask for it.
 *
 * @param columns SQL of the other columns, by name
 *
 * @example
 * withSentence({ log_id: 'log_id' }, athenaDialect)
 * // a row: 7ae1..., 'ana@example.com gave user ben@example.com write on payments.a1b2c'
 */
export function withSentence(columns: Readonly<Record<string, string>>, dialect: ViewDialect): string {
  const names = Object.keys(columns).join(', ')
  const own = Object.entries(columns).map(([name, sql]) => (name === sql ? name : `${sql} AS ${name}`))
  return `SELECT ${names},
  CASE WHEN length(line) > ${LONGEST} THEN substr(line, 1, ${LONGEST - 1}) || '…' ELSE line END AS sentence
FROM (
  SELECT ${names}, ${dialect.replaced(SENTENCE, UNPRINTABLE, '\ufffd')} AS line
  FROM (
    SELECT ${own.join(', ')},
    ${nounColumns(dialect).join(',\n    ')}
    FROM audit_logs
  )
)`
}

function nounColumns(dialect: ViewDialect): string[] {
  return Object.entries(nounsOf(dialect)).map(([name, { sql, unknown }]) => {
    const noun = unknown === undefined ? sql : `coalesce(${sql}, '${unknown}')`
    return `${noun} AS noun_${name}`
  })
}

const WHAT = Object.entries(PHRASES)
  .map(([operation, phrase]) => `WHEN '${operation}' THEN ${phraseSql(phrase)}`)
  .join('\n    ')

/** What did not succeed was tried: nobody is said to have done what the log does not say was done. */
const SENTENCE = `noun_actor || CASE WHEN noun_status = 'OK' THEN ' ' ELSE ' tried to ' END
    || CASE noun_name
    ${WHAT}
    ELSE ${phraseSql(ANY_PHRASE)} END
    || CASE WHEN noun_status = 'OK' THEN '' ELSE ': ' || coalesce(noun_status, 'it is not known whether it succeeded') END`
