// Preloaded: says at the end, on stderr, which clients of AWS's SDK the process has loaded.
process.on('exit', () => {
  const clients = Object.keys(require.cache).flatMap(path => /@aws-sdk.(client-[a-z]+)/.exec(path)?.[1] ?? [])
  process.stderr.write(`loaded: ${[...new Set(clients)].join(', ')}\n`)
})
