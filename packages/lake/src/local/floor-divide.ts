/**
 * Divides so that the remainder is never negative: a time before 1970 belongs to the unit that it is in.
 *
 * @example
 * floorDivide(-1n, 1000n) // -1n
 */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}
