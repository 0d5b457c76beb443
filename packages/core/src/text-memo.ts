import type { Span, TextBytes } from './text-bytes.ts'

const SLOTS = 1024 // a power of two
const MOST = SLOTS / 2
const LONGEST = 200 // bytes

/**
 * Remembers what follows from a text, told by the text's bytes: no string is made of one that was seen before.
 *
 * Few texts are worth it, such as operations and addresses: it holds hundreds, and works out the others each time.
 */
export class TextMemo<Value> {
  private readonly texts: TextBytes
  private readonly workOut: (text: string) => Value
  /** Where the text of each slot starts and ends; a start of 0 means that the slot is free. */
  private readonly spans = new Int32Array(SLOTS * 2)
  private readonly values: Value[] = []
  private count = 0

  constructor(texts: TextBytes, workOut: (text: string) => Value) {
    this.texts = texts
    this.workOut = workOut
  }

  get({ start, end }: Span): Value {
    const { spans, texts } = this
    let slot = this.hash(start, end)
    while (spans[slot * 2] !== 0) {
      if (texts.compare(spans[slot * 2]!, spans[slot * 2 + 1]!, start, end) === 0) return this.values[slot]!
      slot = (slot + 1) % SLOTS
    }
    const value = this.workOut(texts.text(start, end))
    if (this.count < MOST && end - start <= LONGEST) {
      this.count++
      spans[slot * 2] = start
      spans[slot * 2 + 1] = end
      this.values[slot] = value
    }
    return value
  }

  private hash(start: number, end: number): number {
    const { bytes } = this.texts
    let hash = 0
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0
    return (hash ^ (hash >>> 15)) & (SLOTS - 1)
  }
}
