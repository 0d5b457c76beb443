/** How the program ends. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  /** Done, but something was dead-lettered, or a check found a problem. */
  problemsFound: 3,
  /** Stopped by Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const

/**
 * Something the user can act on: it is printed without a stack. The message names the thing, the value and the next step.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError'
  readonly exitCode: number = EXIT.failed
}

/** The command line does not make sense. */
export class UsageError extends UserError {
  override readonly name = 'UsageError'
  override readonly exitCode = EXIT.wrongUsage
}

/** What work says when it fails, after the words that say which work it was. @throws UserError */
export async function orSay<Result>(what: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw new UserError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
