import type { Outcome } from './run-faults.ts'

/** A run in Markdown: what it was, what happened, what came of it. */
export function report({ schedule, facts, rest, story, troubles, matrix }: Outcome): string {
  const { seed, events, blockSize, steps, rate, unrest } = schedule
  return `Schedule: seed ${seed}, ${events} events in blocks of ${blockSize}, ${steps} steps; something is done to ${rate * 100} % of the calls, and in ${unrest * 100} % of the steps something happens to a process.

${list(Object.entries({ ...facts, ...named(rest) }))}

What happened to processes, clocks and shards:

${list([...happenings(story)].toSorted())}

What was tried again, by what was said then:

${list([...troubles].toSorted((a, b) => b[1] - a[1]).slice(0, 15))}

${matrix.effectsTable()}

${matrix.readsTable()}
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
