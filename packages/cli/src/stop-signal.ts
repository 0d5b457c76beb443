/**
 * A signal that aborts at the first Ctrl-C (or SIGTERM), so that work at hand comes to a safe end.
 *
 * The second one ends the process at once: what is written is whole even then.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      process.once(name, () => process.exit(130))
      stop.abort()
    })
  }
  return stop.signal
}
