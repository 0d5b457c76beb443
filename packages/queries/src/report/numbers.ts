const count = new Intl.NumberFormat('en-US')

/** @example counted(1234567) // '1,234,567' */
export function counted(number: number): string {
  return count.format(number)
}

/** @example several(1, 'batch', 'batches') // '1 batch' */
export function several(number: number, one: string, many = `${one}s`): string {
  return `${counted(number)} ${number === 1 ? one : many}`
}
