/**
 * A name that the stacks give to a function.
 *
 * @throws Error when it is not there: the function was not deployed by the stacks
 */
export function named(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw new Error(`the environment variable ${name} is missing: deploy the function with the stacks`)
}
