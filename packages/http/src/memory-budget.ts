/** Lets work begin as soon as the bytes that it may need are free: first come, first served. */
export class MemoryBudget {
  private free: number
  private readonly waiting: { readonly bytes: number; readonly begin: () => void }[] = []

  /** @param bytes of all work together; no single piece may need more */
  constructor(bytes: number) {
    this.free = bytes
  }

  /** Returns when the bytes are the caller's, who gives them back. */
  async take(bytes: number): Promise<void> {
    await new Promise<void>(begin => {
      this.waiting.push({ bytes, begin })
      this.serve()
    })
  }

  giveBack(bytes: number): void {
    this.free += bytes
    this.serve()
  }

  private serve(): void {
    for (let [next] = this.waiting; next && next.bytes <= this.free; [next] = this.waiting) {
      this.waiting.shift()
      this.free -= next.bytes
      next.begin()
    }
  }
}
