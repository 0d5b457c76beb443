import { AwsError } from './aws-error.ts'

/** The members of a request, read one by one: what is missing or of another type is the caller's fault. */
export class Input {
  private readonly members: Readonly<Record<string, unknown>>

  constructor(members: Readonly<Record<string, unknown>>) {
    this.members = members
  }

  has(name: string): boolean {
    return this.members[name] !== undefined && this.members[name] !== null
  }

  text(name: string, maxLength = 2048): string {
    const value = this.members[name]
    if (typeof value !== 'string' || value.length === 0 || value.length > maxLength) {
      throw invalid(name, `a text of 1 to ${maxLength} characters`)
    }
    return value
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name, 8192) : undefined
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

  /** A time, which the protocol has in seconds, in milliseconds. */
  time(name: string): number {
    const value = this.members[name]
    if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid(name, 'a time in seconds')
    return value * 1000
  }

  /** Bytes, which the protocol has in Base64. */
  bytes(name: string): Uint8Array {
    const value = this.members[name]
    if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw invalid(name, 'Base64')
    return Buffer.from(value, 'base64')
  }

  object(name: string): Input {
    const value = this.members[name]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name, 'an object')
    return new Input(value as Record<string, unknown>)
  }

  list(name: string, max: number): Input[] {
    const value = this.members[name]
    if (!Array.isArray(value) || value.length === 0 || value.length > max) throw invalid(name, `a list of 1 to ${max}`)
    return value.map((_, i) => new Input(Object.fromEntries([['item', value[i]]])).object('item'))
  }
}

function invalid(name: string, wanted: string): AwsError {
  return new AwsError('ValidationException', `${name} must be ${wanted}`)
}
