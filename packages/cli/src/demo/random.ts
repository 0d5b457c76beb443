/** Chance that can be repeated: the same seed gives the same numbers, on any machine. */
export class Random {
  private state: number

  /** @param seed a whole number */
  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** From 0 up to, not including, 1: mulberry32. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 up to, not including, a limit. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** @param probability from 0 to 1 */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }

  /** How often something happens that happens so often on average (Poisson). */
  count(average: number): number {
    // e to the power of less than -745 is no double: the sum of two such counts is one of their sum
    if (average > 500) return this.count(average / 2) + this.count(average / 2)
    const limit = Math.exp(-average)
    let times = 0
    for (let product = this.next(); product > limit; product *= this.next()) times++
    return times
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.below(16).toString(16)
    return text
  }

  /** In the form of a UUID of version 4. */
  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${this.pick(['8', '9', 'a', 'b'])}${this.hex(3)}-${this.hex(12)}`
  }
}
