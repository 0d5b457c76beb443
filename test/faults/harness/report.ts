import type { Outcome } from './run-faults.ts'

/** A run in Markdown: what it was, what happened, what came of it. */
export function report({ schedule, facts, rest, story, troubles, matrix }: Outcome): string {
  const { seed, events, blockSize, steps, rate, unrest } = schedule
  return `Schedule: seed ${seed}, ${events.toLocaleString('en')} events in blocks of ${blockSize}, ${steps} steps; something is done to ${rate * 100} % of the calls, and in ${unrest * 100} % of the steps something happens to a process from outside.

Result: no violation.

${list(Object.entries({ ...facts, ...named(rest) }))}

### What happened to processes, clocks and shards

${list([...happenings(story)].toSorted())}

### The fault matrix

A row is a pair of effects that follow one another in one line of work (a shard of a poller, a sealer, an importer): how
often the second came after the first, how often something was done in between, and what that line of work did next.
\`start\` is the start of a process, \`nothing yet\` a process that had begun no further effect when it was killed. In all of
them what was observed is the same: no look after it missed an event, showed one twice or an older version.

${matrix.effectsTable()}

Calls that change nothing were made to fail, or slow:

${matrix.readsTable()}

### What was tried again

What the processes said of it, most often first:

${list([...troubles].toSorted((a, b) => b[1] - a[1]).slice(0, 15))}
`
}

function named({ current, versions, receipts, deadLetters, sealedDays }: Outcome['rest']): Record<string, number> {
  return {
    'rows of `audit_logs` at rest': current,
    'rows of `audit_log_versions` at rest': versions,
    receipts,
    'different dead letters, all of them poison': deadLetters,
    'sealed days': sealedDays,
  }
}

function list(entries: readonly (readonly [string, number])[]): string {
  return entries.map(([name, count]) => `- ${name}: ${count.toLocaleString('en')}`).join('\n')
}

function happenings(story: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of story) {
    const what = line.replace(/^step \d+: /, '')
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return counts
}
