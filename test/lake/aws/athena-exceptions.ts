import type { Exceptions } from '../engine.suite.ts'

const UNTYPED = 'Athena writes elements as text, and does not say of what type they are'

/** What no engine can do whose answers come by Athena's API. */
export const ATHENA_EXCEPTIONS: Exceptions = {
  'ARRAY[ARRAY[1], ARRAY[2, 3]]': UNTYPED,
  "ARRAY[TIMESTAMP '2026-11-22 10:00:00']": UNTYPED,
  "MAP(ARRAY['a', '__proto__'], ARRAY[1, 2])": UNTYPED,
  "CAST(ROW(1, 'x') AS row(a integer, b varchar))": UNTYPED,
  'stops when its reader does, and goes on': 'Athena has a whole result before it gives the first row of it',
}
