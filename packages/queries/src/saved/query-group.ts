/** What a saved query is about: catalogues list their queries under these, in this order. */
export const queryGroups = [
  'population and access',
  'privileged and change',
  'credentials',
  'failures and anomalies',
  'logging controls',
] as const

export type QueryGroup = (typeof queryGroups)[number]

/** @returns null for a text that is no group */
export function queryGroupOf(text: string): QueryGroup | null {
  return queryGroups.find(group => group === text) ?? null
}
