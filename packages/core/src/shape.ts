/**
 * The places in a JSON object that somebody wants to know of, compiled for the scanner: a trie of keys.
 *
 * Node 0 is "nothing wanted below here", node 1 is the root object. Each wanted JSON Pointer has a slot.
 */
export interface Shape {
  /** The JSON Pointers (RFC 6901) by slot. */
  readonly pointers: readonly string[]
  /** By node: its slot, or -1 for a node that only leads to others. */
  readonly slots: Int32Array
  /**
   * By node, what the spans cannot tell the whole story of (flags):
   * TEXT_INSTEAD, a string where wanted members may be, for it may be an object written as a text;
   * UNKNOWN_INSIDE, unknown keys, or anything but an object, where nothing around is kept as text.
   * (Unknown keys of the root are reported one by one.)
   */
  readonly doubts: Uint8Array
  /** How many containers can be open at or above a wanted value, itself included. */
  readonly depth: number
  /** Open hash table of (parent node, key) to child node; a row is parent, child, start and end of the key in `keys`. */
  readonly table: Int32Array
  readonly mask: number
  /** All key bytes, one after another. */
  readonly keys: Uint8Array
}

/** The node of an object whose members are of no interest. */
export const NO_NODE = 0
/** The node of the scanned object itself. */
export const ROOT_NODE = 1
const TEXT_INSTEAD = 1
export const UNKNOWN_INSIDE = 2
const ROW = 4

interface Edge {
  readonly parent: number
  readonly key: string
  readonly child: number
}

/**
 * Compiles JSON Pointers to a shape.
 *
 * @param pointers at least one key deep, without array indices, each once
 */
export function compileShape(pointers: readonly string[]): Shape {
  const edges: Edge[] = []
  const slots = [-1, -1]
  pointers.forEach((pointer, slot) => {
    let node = ROOT_NODE
    for (const key of pointer.slice(1).split('/')) {
      const edge = edges.find(e => e.parent === node && e.key === key)
      if (edge) {
        node = edge.child
        continue
      }
      edges.push({ parent: node, key, child: slots.length })
      node = slots.length
      slots.push(-1)
    }
    if (slots[node] !== -1) throw new Error(`shape: pointer ${pointer} is listed twice`)
    slots[node] = slot
  })
  return {
    pointers,
    slots: Int32Array.from(slots),
    doubts: doubts(edges, slots),
    depth: Math.max(0, ...pointers.map(pointer => pointer.split('/').length)),
    ...hashTable(edges),
  }
}

function doubts(edges: readonly Edge[], slots: readonly number[]): Uint8Array {
  const flags = new Uint8Array(slots.length)
  flags[ROOT_NODE] = UNKNOWN_INSIDE
  // a parent is always older than its children, so one pass in order settles what is around before what is inside
  for (const { parent, child } of edges) {
    if (!edges.some(edge => edge.parent === child)) continue
    const isKept = slots[child] !== -1 || (flags[parent]! & UNKNOWN_INSIDE) === 0
    flags[child] = isKept ? TEXT_INSTEAD : TEXT_INSTEAD | UNKNOWN_INSIDE
  }
  return flags
}

/**
 * The child of a node under the key `bytes[start..end)`, or NO_NODE.
 *
 * @param hash of the key's bytes, as `hashByte` folds them
 */
export function childNode(
  shape: Shape,
  parent: number,
  hash: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const { table, keys, mask } = shape
  for (let row = bucket(parent, hash, mask); ; row = (row + 1) & mask) {
    const at = row * ROW
    const child = table[at + 1]!
    if (child === NO_NODE) return NO_NODE
    if (table[at] !== parent) continue
    const from = table[at + 2]!
    if (table[at + 3]! - from !== end - start) continue
    let i = 0
    while (start + i < end && bytes[start + i] === keys[from + i]) i++
    if (start + i === end) return child
  }
}

/** Folds one more byte of a key into its hash. */
export function hashByte(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0
}

function bucket(parent: number, hash: number, mask: number): number {
  const mixed = Math.imul(hash ^ Math.imul(parent, 0x9e3779b1), 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) & mask
}

function hashTable(edges: readonly Edge[]): Pick<Shape, 'table' | 'mask' | 'keys'> {
  const encoder = new TextEncoder()
  const keys = encoder.encode(edges.map(edge => edge.key).join(''))
  let size = 16
  while (size < edges.length * 4) size *= 2
  const mask = size - 1
  const table = new Int32Array(size * ROW)
  let from = 0
  for (const { parent, key, child } of edges) {
    const bytes = encoder.encode(key)
    let row = bucket(parent, bytes.reduce(hashByte, 0), mask)
    while (table[row * ROW + 1] !== NO_NODE) row = (row + 1) & mask
    table.set([parent, child, from, from + bytes.length], row * ROW)
    from += bytes.length
  }
  return { table, mask, keys }
}
