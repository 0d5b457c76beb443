import { macro } from './macro.ts'

/** Binary data, as Trino's page "Binary functions and operators" has it: hashes are of binary data, and are such. */
export const binary = [
  // a text as its bytes in UTF-8, and back
  macro('to_utf8', { '(x)': 'encode(x)' }),
  macro('from_utf8', { '(x)': 'decode(x)' }),
  // bytes as hexadecimal digits, in capitals
  macro('to_hex', { '(x)': 'hex(x)' }),
  macro('md5', { '(x)': 'unhex(system.main.md5(x))' }),
  macro('sha1', { '(x)': 'unhex(system.main.sha1(x))' }),
  macro('sha256', { '(x)': 'unhex(system.main.sha256(x))' }),
]
