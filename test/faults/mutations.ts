/** A part of the design that the code would lose by one replacement of its text. */
export interface Mutation {
  /** What is broken. */
  readonly breaks: string
  /** Where, from `packages/lake/src`. */
  readonly file: string
  /** The text that is replaced; it must be there exactly once. */
  readonly text: string
  readonly by: string
  /** The tests that are to notice, by their files: each of these must fail. */
  readonly noticedBy: readonly string[]
}

/** What keeps a reader from ever seeing an event missing or twice, each broken by itself. */
export const MUTATIONS: readonly Mutation[] = [
  {
    breaks: 'the identity of an event: two operations that share an id and a time are one',
    file: 'identity.ts',
    text: "['event_date', 'log_id', 'operation', 'emit_time']",
    by: "['event_date', 'log_id', 'emit_time']",
    noticedBy: ['test/faults/faults'],
  },
  {
    breaks: 'which version is current: the lowest instead of the highest',
    file: 'identity.ts',
    text: '"version DESC, ',
    by: '"version ASC, ',
    noticedBy: ['test/lake/seal/seal', 'test/faults/faults'],
  },
  {
    breaks: 'the order of publishing: the view before the partitions',
    file: 'publish/publish.ts',
    text: 'else if (behind.length > 0)',
    by: 'else if (behind.length > 0 && hasViewOf(read.published, manifest))',
    noticedBy: ['test/lake/publish/publish', 'test/faults/effect-walk'],
  },
  {
    breaks: 'the rule for D0: days close before the hours in which their events could be written are sealed',
    file: 'open-window.ts',
    text: 'hourOf(startOf(sealedThrough) + HOUR_MS)',
    by: 'hourOf(startOf(sealedThrough) + DAY_MS)',
    noticedBy: ['test/lake/seal/open-window', 'test/faults/effect-walk'],
  },
  {
    breaks: 'the ten minutes before an hour closes',
    file: 'open-window.ts',
    text: 'HOUR_CLOSES_AFTER_MS = 10 * 60_000',
    by: 'HOUR_CLOSES_AFTER_MS = 0',
    noticedBy: ['test/lake/seal/open-window'],
  },
  {
    breaks: 'the grace: files go as soon as their successors are published',
    file: 'seal/tombstones.ts',
    text: 'withTimes(tombstones, seenAt + graceMs)',
    by: 'withTimes(tombstones, seenAt)',
    noticedBy: ['test/lake/seal/clean-up'],
  },
  {
    breaks: 'the compare-and-swap of the manifest: the last writer wins',
    file: 'manifest.ts',
    text: 'return (await objects.put(KEY, body, condition)).written',
    by: `const now = (await objects.get(KEY))?.etag
  return (await objects.put(KEY, body, now === undefined ? condition : { ifMatch: now })).written`,
    noticedBy: ['test/lake/manifest'],
  },
]
