const ALIGNMENT = 8 // bytes: Arrow Columnar Format, "Buffer Alignment and Padding"

/** The body of an Arrow record batch in the making: its buffers, one after another, and what the message lists. */
export class ArrowBody {
  /** Holds the body; replaced by a larger one when it is full. */
  bytes: Uint8Array<ArrayBuffer>
  /** Of each buffer: where it is in the body, and how many bytes it has. */
  readonly buffers: number[] = []
  /** Of each vector: how many values it has, and how many of them are null. */
  readonly vectors: number[] = []
  private readonly start: number
  private end: number
  private sharedZeros = { at: 0, size: 0 }

  /**
   * @param start bytes to leave free before the body, a multiple of 8
   * @param expected how many bytes the body may come to have
   */
  constructor(start: number, expected: number) {
    this.start = start
    this.end = start
    this.bytes = zeros(start + expected)
  }

  /** Bytes of the body so far. */
  get length(): number {
    return this.end - this.start
  }

  endVector(length: number, nullCount: number): void {
    this.vectors.push(length, nullCount)
  }

  /**
   * Makes a buffer of zeros, to be written to.
   *
   * @param spare bytes behind it that may be written to as well
   * @returns where it is in `bytes`, which may have been replaced
   */
  take(size: number, spare = 0): number {
    const at = this.end
    this.end = Math.ceil((at + size + spare) / ALIGNMENT) * ALIGNMENT
    if (this.end > this.bytes.length) {
      const larger = new Uint8Array(this.end * 2)
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.buffers.push(at - this.start, size)
    return at
  }

  int32s(length: number): Int32Array {
    const at = this.take(length * 4)
    return new Int32Array(this.bytes.buffer, at, length)
  }

  /** A bitmap, least significant bit first. */
  bits(length: number): Uint8Array {
    const size = (length + 7) >> 3
    const at = this.take(size)
    return this.bytes.subarray(at, at + size)
  }

  /** Gives the bytes to the next body: nobody may use them any more. */
  release(): void {
    if (this.bytes.length > MOST_KEPT) return
    this.bytes.fill(0, 0, this.end)
    kept = this.bytes
  }

  /** Makes a buffer of zeros that nobody writes to: all of them are one. */
  zeros(size: number): void {
    if (size > this.sharedZeros.size) this.sharedZeros = { at: this.take(size) - this.start, size }
    else this.buffers.push(this.sharedZeros.at, size)
  }
}

const MOST_KEPT = 32 * 1024 * 1024 // bytes
/** Zeros, from a body before: fresh memory costs more than all that is written to it. */
let kept = new Uint8Array(0)

function zeros(size: number): Uint8Array<ArrayBuffer> {
  const bytes = size > kept.length ? new Uint8Array(size) : kept
  kept = new Uint8Array(0)
  return bytes
}
