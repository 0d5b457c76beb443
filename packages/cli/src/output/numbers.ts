const count = new Intl.NumberFormat('en-US')
const bytes = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** @example counted(1234567) // '1,234,567' */
export function counted(number: number): string {
  return count.format(number)
}

/** @example sized(1_500_000) // '1.4 MiB' */
export function sized(size: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, size)) / 10)))
  return `${bytes.format(size / 1024 ** power)} ${units[power]}`
}
