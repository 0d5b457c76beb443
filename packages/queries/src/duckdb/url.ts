import { macro } from './macro.ts'
import type { ScalarFunction } from './scalar-function.ts'

/** RFC 3986, appendix B, with the authority taken apart; a character that no URI has makes it none. */
const URI =
  /^(?:(?<protocol>[a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?:[^@/?#]*@)?(?<host>\[[^\]/?#]*\]|[^:/?#]*)(?::(?<port>\d*))?(?=[/?#]|$))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/
const NOT_IN_URI = /[\s"<>\\^`{|}]|%(?![0-9a-fA-F]{2})/

type Part = 'protocol' | 'host' | 'port' | 'path' | 'query' | 'fragment'

/** The part of a URI, empty if it has none; null for what is no URI. */
function uriPart(text: string, part: Part): string | null {
  if (NOT_IN_URI.test(text)) return null
  return URI.exec(text)?.groups?.[part] ?? ''
}

/** What `%xx` stands for, in UTF-8; what is none becomes the replacement character. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, bytes =>
    new TextDecoder().decode(Uint8Array.from(bytes.slice(1).split('%'), hex => Number.parseInt(hex, 16))),
  )
}

function partFunction(
  name: string,
  part: Part,
  finish: (text: string) => string | bigint | null = text => text,
): ScalarFunction {
  return {
    name,
    parameters: ['VARCHAR'],
    result: part === 'port' ? 'BIGINT' : 'VARCHAR',
    call: (url: string) => {
      const text = uriPart(url, part)
      return text === null ? null : finish(text)
    },
  }
}

const parameterFunction: ScalarFunction = {
  name: 'url_extract_parameter',
  parameters: ['VARCHAR', 'VARCHAR'],
  result: 'VARCHAR',
  call: (url: string, name: string) => {
    const parameters = (uriPart(url, 'query') ?? '').split('&').map(parameter => /^([^=]*)=?(.*)$/.exec(parameter)!)
    const value = parameters.find(([, key]) => key === name)?.[2]
    return value === undefined ? null : decoded(value.replaceAll('+', ' '))
  },
}

/** Addresses of the web, as Trino's page "URL functions" has them. */
export const urlFunctions = [
  partFunction('url_extract_protocol', 'protocol'),
  partFunction('url_extract_host', 'host'),
  partFunction('url_extract_port', 'port', text => (text === '' ? null : BigInt(text))),
  partFunction('url_extract_path', 'path', decoded),
  partFunction('url_extract_query', 'query', decoded),
  partFunction('url_extract_fragment', 'fragment', decoded),
  parameterFunction,
]

export const url = [
  // a text as part of a URL's query, where a blank is a plus
  macro('url_encode', { '(x)': "system.main.replace(system.main.url_encode(x), '%20', '+')" }),
  macro('url_decode', { '(x)': "system.main.url_decode(system.main.replace(x, '+', ' '))" }),
]
