import { AwsError } from './aws-error.ts'

/** The members of a request, read one by one: what is missing or of another type is the caller's fault. */
export class Input {
  private readonly members: Readonly<Record<string, unknown>>

  constructor(members: object) {
    this.members = members as Record<string, unknown>
  }

  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null
  }

  /** Some of the members, as they are. */
  pick(names: readonly string[]): Readonly<Record<string, unknown>> {
    return Object.fromEntries(names.filter(name => this.has(name)).map(name => [name, this.members[name]]))
  }

  text(name: string, maxLength = 2048): string {
    const value = this.members[name]
    if (typeof value !== 'string' || value.length === 0 || value.length > maxLength) {
      throw invalid(name, `a text of 1 to ${maxLength} characters`)
    }
    return value
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined
  }

  /** A list of texts; none when it is not given. */
  texts(name: string, max: number, maxLength = 2048): string[] {
    const value = this.members[name] ?? []
    if (!Array.isArray(value) || value.length > max) throw invalid(name, `a list of at most ${max} texts`)
    return value.map((_, i) => new Input(value).text(String(i), maxLength))
  }

  /** A name: letters, digits, `_`, `.` and `-`. */
  name(name: string): string {
    const value = this.text(name, 128)
    if (!/^[\w.-]+$/.test(value)) throw invalid(name, 'letters, digits, "_", "." and "-"')
    return value
  }

  /** One of the words that are allowed. */
  word<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.members[name]
    const word = words.find(known => known === value)
    if (word === undefined) throw invalid(name, `one of ${words.join(', ')}`)
    return word
  }

  integer(name: string, min: number, max: number): number {
    const value = this.members[name]
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw invalid(name, `a whole number from ${min} to ${max}`)
    }
    return value
  }

  optionalInteger(name: string, min: number, max: number, initial: number): number {
    return this.has(name) ? this.integer(name, min, max) : initial
  }

  /** Whether a switch is on; off when it is not given. */
  flag(name: string): boolean {
    const value = this.members[name] ?? false
    if (typeof value !== 'boolean') throw invalid(name, 'true or false')
    return value
  }

  /** A time, which the protocol has in seconds, in milliseconds. */
  time(name: string): number {
    const value = this.members[name]
    if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(name, 'a time in seconds')
    return Math.round(value * 1000)
  }

  /** Bytes, which the protocol has in Base64. */
  bytes(name: string): Uint8Array {
    const value = this.members[name]
    if (typeof value !== 'string' || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
      throw new AwsError('SerializationException', `${name} must be Base64`)
    }
    return Buffer.from(value, 'base64')
  }

  object(name: string): Input {
    return objectOf(name, this.members[name])
  }

  list(name: string, max: number): Input[] {
    const value = this.members[name]
    if (!Array.isArray(value) || value.length === 0 || value.length > max) throw invalid(name, `a list of 1 to ${max}`)
    return value.map((item: unknown, i) => objectOf(`${name}[${i}]`, item))
  }
}

function objectOf(name: string, value: unknown): Input {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name, 'an object')
  return new Input(value)
}

function invalid(name: string, wanted: string): AwsError {
  return new AwsError('ValidationException', `${name} must be ${wanted}`)
}
