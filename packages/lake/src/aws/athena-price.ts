const MEGABYTE = 2 ** 20
const TERABYTE = 2 ** 40
const LEAST_MEGABYTES = 10

/**
 * What a query costs in a workgroup that pays by what its queries read: whole megabytes, 10 of them at least
 * (https://aws.amazon.com/athena/pricing/). Statements that define something, and queries that fail, cost nothing.
 *
 * @param pricePerTB the region's price
 *
 * @example
 * athenaPrice(0, 5)       // 0.0000476837158203125
 * athenaPrice(2 ** 40, 5) // 5
 */
export function athenaPrice(scannedBytes: number, pricePerTB: number): number {
  const megabytes = Math.max(LEAST_MEGABYTES, Math.ceil(scannedBytes / MEGABYTE))
  return (megabytes * MEGABYTE * pricePerTB) / TERABYTE
}
