import type { Phrase } from './phrases.ts'

const PIECE = /\{(?<base>[^{}|]+)\|(?<past>[^{}|]+)\}|\{(?<noun>\w+)\}|\[(?<optional>[^[\]]+)\]|(?<text>[^{}[\]]+)/g

/**
 * A phrase as SQL, over columns `noun_<noun>` and `noun_status`.
 *
 * @example
 * phraseSql('{drop|dropped} it[ as {role}]')
 * // CASE WHEN noun_status = 'OK' THEN 'dropped' ELSE 'drop' END || ' it' || coalesce(' as ' || noun_role, '')
 */
export function phraseSql(phrase: Phrase): string {
  if (typeof phrase === 'string') return concatenated(phrase)
  return `coalesce(${phrase.map(concatenated).join(', ')})`
}

function concatenated(text: string): string {
  return Array.from(text.matchAll(PIECE), ({ groups }) => pieceSql(groups!)).join(' || ')
}

function pieceSql({ base, past, noun, optional, text }: Partial<Record<string, string>>): string {
  if (base !== undefined) return `CASE WHEN noun_status = 'OK' THEN '${past}' ELSE '${base}' END`
  if (noun !== undefined) return `noun_${noun}`
  if (optional !== undefined) return `coalesce(${concatenated(optional)}, '')`
  return `'${text}'`
}
