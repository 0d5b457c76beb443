/**
 * Runs two consumers of one stream. When one fails the other is stopped, and that failure is thrown: one without the
 * other is not what was asked for.
 *
 * @returns what the first one does
 */
export async function sideBySide<Result>(
  signal: AbortSignal,
  first: (signal: AbortSignal) => Promise<Result>,
  second: (signal: AbortSignal) => Promise<void>,
): Promise<Result> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const running = [first(either), second(either)] as const
  for (const consumer of running) consumer.catch(error => failed.abort(error))
  await Promise.allSettled(running)
  signal.throwIfAborted()
  failed.signal.throwIfAborted()
  return await running[0]
}
